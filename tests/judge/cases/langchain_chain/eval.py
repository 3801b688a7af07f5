from langchain_openai import ChatOpenAI
from langchain.evaluation import load_evaluator

llm = ChatOpenAI(model="gpt-4o-mini-2024-07-18")
answers = [llm.invoke(q).content for q in ("a", "b")]
evaluator = load_evaluator("criteria", criteria="helpfulness")
print([evaluator.evaluate_strings(prediction=a, input="a") for a in answers])
