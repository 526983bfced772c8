#include "CSystem.h"

#if defined(__x86_64__) && __has_include(<sys/platform/x86.h>)

#include <emmintrin.h>
#include <smmintrin.h>
#include <string.h>
#include <sys/platform/x86.h>
#include <wmmintrin.h>

/* Source: Gopal and others, "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ
   Instruction" (Intel, 2009), with the constants for the reversed polynomial of ISO 3309. */
#define FOLDING __attribute__((target("pclmul,sse4.1")))

/* Moves the remainder `x` over as many bits as the constants say, onto `next`. */
FOLDING static __m128i folded(__m128i x, __m128i constants, __m128i next) {
  const __m128i low = _mm_clmulepi64_si128(x, constants, 0x00);
  const __m128i high = _mm_clmulepi64_si128(x, constants, 0x11);
  return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

FOLDING static uint32_t fold(uint32_t crc, const unsigned char *bytes, size_t count) {
  const __m128i by64 = _mm_set_epi64x(0x01c6e41596, 0x0154442bd4);
  const __m128i by16 = _mm_set_epi64x(0x00ccaa009e, 0x01751997d0);
  const __m128i by8 = _mm_set_epi64x(0, 0x0163cd6124);
  const __m128i polynomial = _mm_set_epi64x(0x01f7011641, 0x01db710641);
  const __m128i word = _mm_setr_epi32(~0, 0, ~0, 0);
  const __m128i *block = (const __m128i *)bytes;

  __m128i x[4];
  for (int i = 0; i < 4; i++) x[i] = _mm_loadu_si128(block + i);
  x[0] = _mm_xor_si128(x[0], _mm_cvtsi32_si128((int)crc));
  for (block += 4, count -= 64; count >= 64; block += 4, count -= 64)
    for (int i = 0; i < 4; i++) x[i] = folded(x[i], by64, _mm_loadu_si128(block + i));

  __m128i rest = x[0];
  for (int i = 1; i < 4; i++) rest = folded(rest, by16, x[i]);
  for (; count >= 16; block++, count -= 16) rest = folded(rest, by16, _mm_loadu_si128(block));

  /* Reduces 128 bits to 64, and then to 32 by Barrett's method. */
  rest = _mm_xor_si128(_mm_srli_si128(rest, 8), _mm_clmulepi64_si128(rest, by16, 0x10));
  rest = _mm_xor_si128(
      _mm_srli_si128(rest, 4), _mm_clmulepi64_si128(_mm_and_si128(rest, word), by8, 0x00));
  __m128i quotient = _mm_clmulepi64_si128(_mm_and_si128(rest, word), polynomial, 0x10);
  quotient = _mm_clmulepi64_si128(_mm_and_si128(quotient, word), polynomial, 0x00);
  return (uint32_t)_mm_extract_epi32(_mm_xor_si128(rest, quotient), 1);
}

size_t csystem_fold_crc32(uint32_t *crc, const void *bytes, size_t count) {
  if (count < 64 || !CPU_FEATURE_ACTIVE(PCLMULQDQ) || !CPU_FEATURE_ACTIVE(SSE4_1)) return 0;
  const size_t taken = count & ~(size_t)15;
  *crc = fold(*crc, bytes, taken);
  return taken;
}

#else

size_t csystem_fold_crc32(uint32_t *crc, const void *bytes, size_t count) {
  (void)crc, (void)bytes, (void)count;
  return 0;
}

#endif
