// Reads an ONNX file back, by the field numbers of onnx.proto, for tests of what was written.
import { PbfReader } from 'pbf';

export interface ReadNode {
  readonly inputs: string[];
  readonly outputs: string[];
  name: string;
  type: string;
  domain: string;
  readonly attributes: Record<string, unknown>;
}

export interface ReadTensor {
  name: string;
  type: number;
  location: number;
  raw: Uint8Array | undefined;
  readonly shape: number[];
  readonly external: Record<string, string>;
}

export interface ReadValue {
  name: string;
  type: number;
  readonly shape: (number | string)[];
}

export interface ReadModel {
  irVersion: number;
  producer: string;
  graphName: string;
  readonly nodes: ReadNode[];
  readonly initializers: ReadTensor[];
  readonly inputs: ReadValue[];
  readonly outputs: ReadValue[];
  readonly opsets: { domain: string; version: number }[];
  /** Fields that these tests know nothing of, as `message.number`. */
  readonly unknown: string[];
}

type Fields = Readonly<Record<number, (reader: PbfReader) => void>>;

export function readOnnx(bytes: Uint8Array): ReadModel {
  const model: ReadModel = {
    irVersion: 0,
    producer: '',
    graphName: '',
    nodes: [],
    initializers: [],
    inputs: [],
    outputs: [],
    opsets: [],
    unknown: [],
  };
  const handler = (message: string, fields: Fields) => (tag: number, _: null, reader: PbfReader) => {
    const read = fields[tag];
    if (read === undefined) model.unknown.push(`${message}.${tag}`);
    else read(reader);
  };
  const inner = (reader: PbfReader, message: string, fields: Fields): void => {
    reader.readMessage(handler(message, fields), null);
  };

  const readNode = (reader: PbfReader): void => {
    const node: ReadNode = { inputs: [], outputs: [], name: '', type: '', domain: '', attributes: {} };
    inner(reader, 'node', {
      1: (r) => node.inputs.push(r.readString()),
      2: (r) => node.outputs.push(r.readString()),
      3: (r) => (node.name = r.readString()),
      4: (r) => (node.type = r.readString()),
      5: (r) => readAttribute(r, node.attributes),
      7: (r) => (node.domain = r.readString()),
    });
    model.nodes.push(node);
  };
  /** AttributeProto says its kind in field 20; the value stands in the field of that kind. */
  const readAttribute = (reader: PbfReader, attributes: Record<string, unknown>): void => {
    const kinds: Readonly<Record<number, string>> = { 1: 'float', 2: 'integer', 3: 'string', 7: 'integers' };
    let name = '';
    let kind = 0;
    const integers: number[] = [];
    const values: Record<string, unknown> = { integers };
    inner(reader, 'attribute', {
      1: (r) => (name = r.readString()),
      2: (r) => (values.float = r.readFloat()),
      3: (r) => (values.integer = r.readVarint(true)),
      4: (r) => (values.string = r.readString()),
      8: (r) => integers.push(r.readVarint(true)),
      20: (r) => (kind = r.readVarint()),
    });
    attributes[name] = { [kinds[kind] ?? 'unknown']: values[kinds[kind] ?? ''] };
  };
  const readTensor = (reader: PbfReader): void => {
    const tensor: ReadTensor = { name: '', type: 0, location: 0, raw: undefined, shape: [], external: {} };
    inner(reader, 'tensor', {
      1: (r) => tensor.shape.push(r.readVarint(true)),
      2: (r) => (tensor.type = r.readVarint()),
      8: (r) => (tensor.name = r.readString()),
      9: (r) => (tensor.raw = r.readBytes()),
      13: (r) => {
        let key = '';
        let value = '';
        inner(r, 'entry', { 1: (e) => (key = e.readString()), 2: (e) => (value = e.readString()) });
        tensor.external[key] = value;
      },
      14: (r) => (tensor.location = r.readVarint()),
    });
    model.initializers.push(tensor);
  };
  const readValue = (reader: PbfReader, values: ReadValue[]): void => {
    const value: ReadValue = { name: '', type: 0, shape: [] };
    const readDimension = (r: PbfReader): void =>
      inner(r, 'dimension', {
        1: (d) => value.shape.push(d.readVarint(true)),
        2: (d) => value.shape.push(d.readString()),
      });
    inner(reader, 'value', {
      1: (r) => (value.name = r.readString()),
      2: (r) =>
        inner(r, 'type', {
          1: (t) =>
            inner(t, 'tensorType', {
              1: (e) => (value.type = e.readVarint()),
              2: (s) => inner(s, 'shape', { 1: readDimension }),
            }),
        }),
    });
    values.push(value);
  };
  const readGraph = (reader: PbfReader): void =>
    inner(reader, 'graph', {
      1: readNode,
      2: (r) => (model.graphName = r.readString()),
      5: readTensor,
      11: (r) => readValue(r, model.inputs),
      12: (r) => readValue(r, model.outputs),
    });
  const readOpset = (reader: PbfReader): void => {
    const opset = { domain: '', version: 0 };
    inner(reader, 'opset', { 1: (r) => (opset.domain = r.readString()), 2: (r) => (opset.version = r.readVarint()) });
    model.opsets.push(opset);
  };

  new PbfReader(bytes).readFields(
    handler('model', {
      1: (r) => (model.irVersion = r.readVarint()),
      2: (r) => (model.producer = r.readString()),
      7: readGraph,
      8: readOpset,
    }),
    null,
  );
  return model;
}
