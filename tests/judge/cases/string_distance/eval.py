from langchain_openai import ChatOpenAI
from langchain.evaluation import load_evaluator

llm = ChatOpenAI(model="gpt-4o-mini-2024-07-18")
evaluator = load_evaluator("string_distance")
print([evaluator.evaluate_strings(prediction=llm.invoke(q).content, reference="a") for q in ("a", "b")])
