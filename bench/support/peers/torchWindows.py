# PyTorch's side of a comparison: opens a model in every way that is compared, then reads a window for each line of JSON
# on stdin, {"way": ..., "ids": [...]}, and answers with a line: the time, the processor's and the logits.
import json
import os
import sys
import time
import warnings

import torch
import transformers

# Nothing but answers may get to stdout.
answers = os.fdopen(os.dup(1), 'w')
os.dup2(2, 1)
# quantize_dynamic and what it calls announce that they will move to torchao.
warnings.filterwarnings('ignore', category=DeprecationWarning)
warnings.filterwarnings('ignore', message='.*quantize.* deprecated')
transformers.utils.logging.disable_progress_bar()


def load(folder):
    model = transformers.AutoModelForQuestionAnswering.from_pretrained(folder, attn_implementation='sdpa')
    return model.eval()


def quantize(model):
    return torch.ao.quantization.quantize_dynamic(model, {torch.nn.Linear}, dtype=torch.qint8)


WAYS = {
    'fp32': load,
    'bf16': lambda folder: load(folder).to(torch.bfloat16),
    'int8': lambda folder: quantize(load(folder)),
    # A graph for each length: with lengths left open it is slower.
    'fp32 compiled': lambda folder: torch.compile(load(folder), dynamic=False),
    'bf16 compiled': lambda folder: torch.compile(load(folder).to(torch.bfloat16), dynamic=False),
}


def read(model, ids):
    inputs = torch.tensor([ids])
    started, started_cpu = time.perf_counter(), time.process_time()
    with torch.inference_mode():
        result = model(input_ids=inputs, attention_mask=torch.ones_like(inputs))
    ms, cpu_ms = 1000 * (time.perf_counter() - started), 1000 * (time.process_time() - started_cpu)
    start, end = result.start_logits[0].float().tolist(), result.end_logits[0].float().tolist()
    return {'ms': ms, 'cpuMs': cpu_ms, 'start': start, 'end': end}


def answer(value):
    answers.write(json.dumps(value) + '\n')
    answers.flush()


def main():
    folder, threads = sys.argv[1], int(sys.argv[2])
    torch.set_num_threads(threads)
    models = {way: open_model(folder) for way, open_model in WAYS.items()}
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer(read(models[asked['way']], asked['ids']))
        except Exception as error:
            # Compiling needs a compiler for C++, and not every machine has one.
            answer({'failed': f'{type(error).__name__}: {error}'.splitlines()[0]})


main()
