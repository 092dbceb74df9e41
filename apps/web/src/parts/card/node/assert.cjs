// Stands for Node's `assert`, which the parser of card expressions calls as a function.
module.exports = (holds, message) => {
  if (!holds) throw new Error(String(message ?? 'assertion failed'))
}
