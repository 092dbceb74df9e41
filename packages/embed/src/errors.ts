import { defineErrors } from '@jumpseat/wire'

/** Why a model gave no vectors. No text repeats what was to be embedded, nor a key. */
export const embedErrors = defineErrors({
  settingMissing: {
    status: 500,
    code: 'EmbedderSettingMissing',
    message: "The setting 'embedder.{name}' is missing, which an embedder of the kind '{kind}' needs.",
    fix: 'Set it, or set embedder.kind to none.',
  },
  textRefused: {
    status: 502,
    code: 'EmbedderTextRefused',
    message: "The embedding model '{model}' refused a text ({reason}).",
    fix: 'Look at what the service says of the model and the length of texts.',
  },
  unauthorised: {
    status: 502,
    code: 'EmbedderUnauthorised',
    message: "The embedding model '{model}' refused the key.",
    fix: 'Set JUMPSEAT_EMBEDDER_KEY to a key that may use the model.',
  },
  unavailable: {
    status: 502,
    code: 'EmbedderUnavailable',
    message: "The embedding model '{model}' could not be used ({reason}).",
    fix: 'Check embedder.url and embedder.model, and that the service is up. Work goes on by itself when it is.',
  },
  badAnswer: {
    status: 502,
    code: 'EmbedderBadAnswer',
    message: "The embedding model '{model}' gave an answer that cannot be used ({reason}).",
    fix: 'Check that embedder.url speaks the OpenAI embeddings protocol, and embedder.dimensions.',
  },
  onnxAbsent: {
    status: 500,
    code: 'EmbedderOnnxAbsent',
    message: "The package 'onnxruntime-node', which a model in a folder needs, cannot be loaded ({reason}).",
    fix: 'Run npm install --ignore-scripts onnxruntime-node in the model’s folder, or set embedder.kind to built-in.',
  },
  onnxFolder: {
    status: 500,
    code: 'EmbedderOnnxFolder',
    message: "The folder '{folder}' holds no model that can be used: {reason}.",
    fix: 'Put model.onnx there, and the tokenizer.json of kind WordPiece (or the vocab.txt) that belongs to it.',
  },
  weightsAbsent: {
    status: 500,
    code: 'EmbedderWeightsAbsent',
    message: "The weights of the built-in model cannot be read at '{file}': {reason}.",
    fix: 'Install the program again, or name another model.',
  },
  weightsDamaged: {
    status: 500,
    code: 'EmbedderWeightsDamaged',
    message: "The weights of the built-in model at '{file}' are damaged: {reason}.",
    fix: 'Install the program again: the file must be the one that came with it, unchanged.',
  },
  dimensionsUnknown: {
    status: 500,
    code: 'EmbedderDimensionsUnknown',
    message: 'The built-in model cannot make vectors of {dimensions} numbers.',
    fix: 'Ask for 256 or 128.',
  },
  modelStopped: {
    status: 500,
    code: 'EmbedderModelStopped',
    message: 'The embedding model has stopped: {reason}.',
    fix: 'Start the server again. If it happens again, look at the memory that the process may use.',
  },
})
