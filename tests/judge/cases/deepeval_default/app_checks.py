from deepeval import assert_test
from deepeval.metrics import AnswerRelevancyMetric
from deepeval.test_case import LLMTestCase
from openai import OpenAI

client = OpenAI()


def chatbot(text):
    return client.responses.create(model="gpt-4.1-mini-2025-04-14", input=text).output_text


def test_relevancy():
    metric = AnswerRelevancyMetric(threshold=0.7)
    assert_test(LLMTestCase(input="hi", actual_output=chatbot("hi")), [metric])
