# The full reader's shape with random weights, in PyTorch and in our graph: do the logits agree? Run it at the
# root of the repository, after `npm ci`; it is no part of `npm test`, because PyTorch is large:
#   V=$(mktemp -d) && python3 -m venv $V && $V/bin/pip install torch transformers && $V/bin/python test/parity/fullReader.py
import json
import subprocess
import sys
import tempfile

import torch
import transformers

LENGTHS = (16, 128, 384, 512)
WINDOWS_PER_LENGTH = 3
# Wanted are 1e-3 for real logits, of about ten; these are of about one, and a wrong epsilon shows at 1e-4.
TOLERANCE = 1e-5
BUNDLE = 'dist/parity/fullReaderLogits.mjs'


def make_windows(words):
    """<s> question </s></s> context </s>, of ids that are no special tokens."""
    generator = torch.Generator().manual_seed(1)
    windows = []
    for length in LENGTHS * WINDOWS_PER_LENGTH:
        ids = torch.randint(4, words - 1, (length,), generator=generator).tolist()
        ids[0], ids[6], ids[7], ids[-1] = 0, 2, 2, 2
        windows.append(ids)
    return windows


def our_logits(folder, windows):
    entry = 'test/parity/fullReaderLogits.ts'
    options = ['--bundle', '--platform=node', '--format=esm', '--external:onnxruntime-node', '--log-level=warning']
    subprocess.run(['node_modules/.bin/esbuild', entry, *options, f'--outfile={BUNDLE}'], check=True)
    run = subprocess.run(['node', BUNDLE, folder], input=json.dumps(windows), capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(run.stderr)
    return json.loads(run.stdout)


def main():
    with open('test/fixtures/tinyroberta-squad2/config.json') as file:
        windows = make_windows(json.load(file)['vocab_size'])
    with tempfile.TemporaryDirectory() as home:
        ours = our_logits(home, windows)
        model, info = transformers.RobertaForQuestionAnswering.from_pretrained(
            ours['folder'], output_loading_info=True
        )
    if info['missing_keys']:
        sys.exit(f'PyTorch misses {info["missing_keys"]}')
    model.float().eval()

    print(f'torch {torch.__version__}, transformers {transformers.__version__}; {WINDOWS_PER_LENGTH} windows a length')
    print('tokens | largest difference of a logit | largest logit')
    largest = 0.0
    for length in LENGTHS:
        difference = magnitude = 0.0
        for ids, row in zip(windows, ours['rows']):
            if len(ids) != length:
                continue
            with torch.no_grad():
                theirs = model(input_ids=torch.tensor([ids]))
            for mine, their in ((row['start'], theirs.start_logits[0]), (row['end'], theirs.end_logits[0])):
                difference = max(difference, (torch.tensor(mine) - their).abs().max().item())
                magnitude = max(magnitude, their.abs().max().item())
        largest = max(largest, difference)
        print(f'{length} | {difference:.1e} | {magnitude:.2f}')
    if not largest < TOLERANCE:
        sys.exit(f'a logit differs by {largest:.1e}, more than {TOLERANCE:.0e}')


main()
