from langchain_openai import ChatOpenAI
from langgraph.graph import StateGraph

llm = ChatOpenAI(model="gpt-4o-mini")
retrieval_grader = llm.with_structured_output(dict)
answer_chain = llm
