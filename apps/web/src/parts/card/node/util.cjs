// Stands for what the parser of card expressions takes from Node's `util` and `os`.
module.exports = { inspect: { custom: Symbol('inspect') }, TextEncoder, TextDecoder, EOL: '\n' }
