#!/bin/bash
set -e
python evaluate.py \
  --model meta-llama/Llama-3.1-8B-Instruct \
  --judge-model meta-llama/Llama-3.3-70B-Instruct \
  --out results
