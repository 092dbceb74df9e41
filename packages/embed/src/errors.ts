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
})
