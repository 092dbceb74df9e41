;; Products of one question with many vectors of eight-bit numbers, as exact integers.
;; Built into kernel.ts by scripts/kernel.ts; a test builds it again and compares.
(module
  (import "memory" "rows" (memory 1))

  ;; $rows      first vector; $count of them, each of $stride bytes, a multiple of 32
  ;; $question  as 16-bit numbers, $stride of them
  ;; $mask      a bit for each vector that is asked for, in whole words of 64; none behind the last vector
  ;; $products  one 32-bit number per vector; those not asked for keep, or get, any value
  (func (export "scan")
    (param $rows i32) (param $count i32) (param $stride i32)
    (param $question i32) (param $mask i32) (param $products i32)
    (local $word i32) (local $left i64) (local $at i32)
    (local $row i32) (local $end i32) (local $with i32)
    (local $even v128) (local $odd v128)

    (block $done
      (loop $words
        (br_if $done (i32.ge_u (local.get $word) (local.get $count)))
        (local.set $left (i64.load (i32.add (local.get $mask) (i32.shr_u (local.get $word) (i32.const 3)))))

        ;; Where many are asked for, all are multiplied: memory that is read in a row comes ahead of its use.
        (if (i64.ge_u (i64.popcnt (local.get $left)) (i64.const 8))
          (then
            (local.set $left
              (if (result i64) (i32.ge_u (i32.sub (local.get $count) (local.get $word)) (i32.const 64))
                (then (i64.const -1))
                (else (i64.sub
                  (i64.shl (i64.const 1) (i64.extend_i32_u (i32.sub (local.get $count) (local.get $word))))
                  (i64.const 1)))))))

        (block $next
          (loop $rows_of_word
            (br_if $next (i64.eqz (local.get $left)))
            (local.set $at (i32.add (local.get $word) (i32.wrap_i64 (i64.ctz (local.get $left)))))
            (local.set $left (i64.and (local.get $left) (i64.sub (local.get $left) (i64.const 1))))
            (local.set $row (i32.add (local.get $rows) (i32.mul (local.get $at) (local.get $stride))))
            (local.set $end (i32.add (local.get $row) (local.get $stride)))
            (local.set $with (local.get $question))
            (local.set $even (v128.const i32x4 0 0 0 0))
            (local.set $odd (v128.const i32x4 0 0 0 0))
            (loop $numbers
              (local.set $even (i32x4.add (local.get $even) (i32x4.dot_i16x8_s
                (v128.load8x8_s (local.get $row)) (v128.load (local.get $with)))))
              (local.set $odd (i32x4.add (local.get $odd) (i32x4.dot_i16x8_s
                (v128.load8x8_s offset=8 (local.get $row)) (v128.load offset=16 (local.get $with)))))
              (local.set $even (i32x4.add (local.get $even) (i32x4.dot_i16x8_s
                (v128.load8x8_s offset=16 (local.get $row)) (v128.load offset=32 (local.get $with)))))
              (local.set $odd (i32x4.add (local.get $odd) (i32x4.dot_i16x8_s
                (v128.load8x8_s offset=24 (local.get $row)) (v128.load offset=48 (local.get $with)))))
              (local.set $with (i32.add (local.get $with) (i32.const 64)))
              (local.set $row (i32.add (local.get $row) (i32.const 32)))
              (br_if $numbers (i32.ne (local.get $row) (local.get $end))))
            (local.set $even (i32x4.add (local.get $even) (local.get $odd)))
            (i32.store
              (i32.add (local.get $products) (i32.shl (local.get $at) (i32.const 2)))
              (i32.add
                (i32.add (i32x4.extract_lane 0 (local.get $even)) (i32x4.extract_lane 1 (local.get $even)))
                (i32.add (i32x4.extract_lane 2 (local.get $even)) (i32x4.extract_lane 3 (local.get $even)))))
            (br $rows_of_word)))

        (local.set $word (i32.add (local.get $word) (i32.const 64)))
        (br $words)))))
