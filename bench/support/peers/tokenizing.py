# Hugging Face's tokenizers (Rust) on a text: tokenizing.py TOKENIZER_JSON TEXT. Prints what bench/tokenizing.ts calls
# Measured. The offsets are part of an encoding; to make a list of Python's of them is not measured.
import json
import sys
import time

from tokenizers import Tokenizer


def timed(work):
    clock, processor = time.perf_counter(), time.process_time()
    result = work()
    return result, {
        'ms': 1000 * (time.perf_counter() - clock),
        'cpuMs': 1000 * (time.process_time() - processor),
    }


def read(path):
    with open(path, encoding='utf8', newline='') as file:
        return file.read()


tokenizer_json, text = (read(path) for path in sys.argv[1:])
tokenizer, opening = timed(lambda: Tokenizer.from_str(tokenizer_json))
tokenizer.no_truncation()
tokenizer.no_padding()
encoding, first = timed(lambda: tokenizer.encode(text, add_special_tokens=False))
_, again = timed(lambda: tokenizer.encode(text, add_special_tokens=False))
print(json.dumps({'opening': opening, 'first': first, 'again': again, 'tokens': len(encoding.ids)}))
