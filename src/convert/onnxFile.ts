// An ONNX model as a protobuf. Field numbers: onnx/onnx, onnx.proto (IR version 9).
import { PbfWriter } from 'pbf';

/** TensorProto.DataType. */
export const elementType = { float: 1, uint8: 2, int8: 3, int32: 6, int64: 7, float16: 10, bfloat16: 16 } as const;

/** Bytes in another file: `location` names it. */
export interface ExternalData {
  readonly location: string;
  readonly startByte: number;
  readonly endByte: number;
}

/** A constant of the graph. */
export interface Initializer {
  readonly name: string;
  readonly type: number;
  readonly shape: readonly number[];
  readonly data: Uint8Array | ExternalData;
}

/** An attribute: an integer, several, a string, or a float where the operator wants one. */
export type Attribute = number | readonly number[] | string | { readonly float: number };

/** One operation. An empty `domain` is ONNX's own, `com.microsoft` onnxruntime's. */
export interface GraphNode {
  readonly type: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** An input or output; a string dimension is free. */
export interface GraphValue {
  readonly name: string;
  readonly type: number;
  readonly shape: readonly (number | string)[];
}

/** A graph and what it is checked against. */
export interface OnnxGraph {
  readonly nodes: readonly GraphNode[];
  readonly initializers: readonly Initializer[];
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
}

const irVersion = 9;
/** Opset 20 is the first with Gelu. */
const opsets = [
  { domain: '', version: 20 },
  { domain: 'com.microsoft', version: 1 },
];

/** Serialises a graph as a ModelProto. */
export function writeOnnx(graph: OnnxGraph): Uint8Array {
  const writer = new PbfWriter();
  writer.writeVarintField(1, irVersion);
  writer.writeStringField(2, 'document-qa');
  writer.writeMessage(7, writeGraph, graph);
  for (const opset of opsets) {
    writer.writeMessage(
      8,
      ({ domain, version }, message) => {
        message.writeStringField(1, domain);
        message.writeVarintField(2, version);
      },
      opset,
    );
  }
  return writer.finish();
}

function writeGraph(graph: OnnxGraph, writer: PbfWriter): void {
  for (const node of graph.nodes) writer.writeMessage(1, writeNode, node);
  writer.writeStringField(2, 'question-answering');
  for (const initializer of graph.initializers) writer.writeMessage(5, writeInitializer, initializer);
  for (const value of graph.inputs) writer.writeMessage(11, writeValue, value);
  for (const value of graph.outputs) writer.writeMessage(12, writeValue, value);
}

function writeNode(node: GraphNode, writer: PbfWriter): void {
  for (const input of node.inputs) writer.writeStringField(1, input);
  for (const output of node.outputs) writer.writeStringField(2, output);
  writer.writeStringField(3, node.outputs[0] ?? '');
  writer.writeStringField(4, node.type);
  for (const attribute of Object.entries(node.attributes)) writer.writeMessage(5, writeAttribute, attribute);
  if (node.domain !== '') writer.writeStringField(7, node.domain);
}

function writeAttribute([name, value]: [string, Attribute], writer: PbfWriter): void {
  const kind = { float: 1, int: 2, string: 3, ints: 7 };
  writer.writeStringField(1, name);
  if (typeof value === 'number') {
    writer.writeVarintField(3, value);
    writer.writeVarintField(20, kind.int);
  } else if (typeof value === 'string') {
    writer.writeStringField(4, value);
    writer.writeVarintField(20, kind.string);
  } else if ('float' in value) {
    writer.writeFloatField(2, value.float);
    writer.writeVarintField(20, kind.float);
  } else {
    for (const integer of value) writer.writeVarintField(8, integer);
    writer.writeVarintField(20, kind.ints);
  }
}

function writeInitializer({ name, type, shape, data }: Initializer, writer: PbfWriter): void {
  const external = 1;
  for (const dimension of shape) writer.writeVarintField(1, dimension);
  writer.writeVarintField(2, type);
  writer.writeStringField(8, name);
  if (data instanceof Uint8Array) {
    writer.writeBytesField(9, data);
    return;
  }
  const entries = { location: data.location, offset: data.startByte, length: data.endByte - data.startByte };
  for (const entry of Object.entries(entries)) {
    writer.writeMessage(
      13,
      ([key, value], message) => {
        message.writeStringField(1, key);
        message.writeStringField(2, String(value));
      },
      entry,
    );
  }
  writer.writeVarintField(14, external);
}

function writeValue({ name, type, shape }: GraphValue, writer: PbfWriter): void {
  writer.writeStringField(1, name);
  writer.writeMessage(
    2,
    (_, typeMessage) => {
      typeMessage.writeMessage(
        1,
        (__, tensorMessage) => {
          tensorMessage.writeVarintField(1, type);
          tensorMessage.writeMessage(2, writeShape, shape);
        },
        null,
      );
    },
    null,
  );
}

function writeShape(shape: GraphValue['shape'], writer: PbfWriter): void {
  for (const dimension of shape) {
    writer.writeMessage(
      1,
      (size, message) => {
        if (typeof size === 'number') message.writeVarintField(1, size);
        else message.writeStringField(2, size);
      },
      dimension,
    );
  }
}
