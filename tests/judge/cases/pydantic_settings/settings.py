from pydantic import Field
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    answer_model: str = Field(default="gemini-1.5-flash-002")
    grader_model: str = Field(
        default="gemini-1.5-pro-002",
        description="grades the answers",
    )
    embedding_model: str = "text-embedding-004"
