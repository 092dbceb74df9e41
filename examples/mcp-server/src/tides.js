// A made-up sea: two waves of half a day each give every harbour its high and low waters. Good for trying things out,
// and for nothing that floats.
const HOUR = 3_600_000
/** Mean level and range in metres, and the delay of the wave in hours. */
const HARBOURS = { Aarhus: [0.6, 0.4, 1.5], Bergen: [1.1, 0.9, 3], Porto: [2.0, 1.4, 8] }
export const HARBOUR_NAMES = Object.keys(HARBOURS)

/** Metres above chart datum. */
export function levelAt(harbour, time) {
  const [mean, range, delay] = HARBOURS[harbour]
  const hours = time / HOUR - delay
  return mean + range * (0.8 * Math.cos((2 * Math.PI * hours) / 12.42) + 0.2 * Math.cos((2 * Math.PI * hours) / 12))
}

/** High and low waters from `from` on, for so many hours. */
export function turns(harbour, from, hours) {
  const step = HOUR / 12
  const found = []
  let before = levelAt(harbour, from - step)
  let level = levelAt(harbour, from)
  for (let time = from; time < from + hours * HOUR; time += step) {
    const after = levelAt(harbour, time + step)
    if (level >= before && level > after) found.push({ water: 'high', ...at(time, level) })
    if (level <= before && level < after) found.push({ water: 'low', ...at(time, level) })
    before = level
    level = after
  }
  return found
}

function at(time, level) {
  return { time: new Date(time).toISOString().slice(0, 16).concat('Z'), metres: Math.round(level * 100) / 100 }
}
