import { describe, expect, it } from 'vitest'
import { plainTextOf } from './text.ts'

describe('contract 3.1: HTML is reduced to plain text', () => {
  it.each([
    ['<p>Pilot boarded</p><p>late</p>', 'Pilot boarded\nlate'],
    ['be<b>a</b>con &amp; fog&#33; &lt;b&gt;', 'beacon & fog! <b>'],
    ['a<script>alert(1)</script>b<style>p{}</style>c', 'abc'],
    ['<head><title>x</title></head><body>seen</body>', 'seen'],
    ['<head><title>x</title><body>seen', 'seen'],
    ['<svg/>seen<script/>not seen', 'seen'],
    ['<svg><svg><text>x</text></svg><text>y</text></svg>seen', 'seen'],
    ['<!-- <p>no</p> -->yes', 'yes'],
    ['<img src="a>b" alt="no">yes', 'yes'],
    ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
    ['<li>one<li>two', 'one\ntwo'],
    ['a <br/> b', 'a\nb'],
    ['', ''],
  ])('%s', (html, text) => {
    expect(plainTextOf(html)).toBe(text)
  })

  it.each([
    '<div>',
    '<',
    '<!--',
    '<a href="',
    '&#',
    '&',
    '<script>',
    '<table><tr><td>',
    '</div>',
    ' \n',
    '<svg>',
    '\n ',
  ])('reads 3 MB of %s in linear time', (piece) => {
    const time = (bytes: number) => {
      const html = piece.repeat(Math.floor(bytes / piece.length))
      const started = performance.now()
      plainTextOf(html)
      return performance.now() - started
    }
    time(100_000)
    expect(time(3_000_000)).toBeLessThan(5_000)
  })
})
