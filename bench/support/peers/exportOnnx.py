# A model's folder to the two files that transformers.js reads, as people who publish models for it make them: an export
# by PyTorch, and that in integers by onnxruntime as transformers.js's own scripts/quantize.py does for `q8`.
import os
import sys

import torch
import transformers
from onnxruntime.quantization import QuantType, quantize_dynamic

INPUTS = ['input_ids', 'attention_mask']
OUTPUTS = ['start_logits', 'end_logits']


class SpanLogits(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask):
        result = self.model(input_ids=input_ids, attention_mask=attention_mask)
        return result.start_logits, result.end_logits


def main():
    source, target = sys.argv[1:]
    os.makedirs(target, exist_ok=True)
    exported = os.path.join(target, 'model.onnx')
    # The older exporter and attention written out: of the four ways the fastest in onnxruntime, by a tenth and more.
    model = transformers.AutoModelForQuestionAnswering.from_pretrained(source, attn_implementation='eager').eval()
    ids = torch.tensor([[0, *range(10, 24), 2]] * 2)
    torch.onnx.export(
        SpanLogits(model),
        (ids, torch.ones_like(ids)),
        exported,
        input_names=INPUTS,
        output_names=OUTPUTS,
        dynamic_axes={name: {0: 'batch_size', 1: 'sequence_length'} for name in INPUTS + OUTPUTS},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(
        exported,
        os.path.join(target, 'model_quantized.onnx'),
        weight_type=QuantType.QInt8,
        per_channel=False,
        reduce_range=False,
        extra_options={'EnableSubgraph': True, 'MatMulConstBOnly': True},
    )


main()
