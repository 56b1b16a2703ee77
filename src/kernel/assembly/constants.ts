// Where what the kernel compares with lies in its memory: kernel/constants.ts puts it there. A constant of sixteen bytes in the code would be made anew, in three
// instructions, each time it is used.

// Sixteen of one byte.
export const SIGN_0: usize = 256
export const NINE: usize = 272
export const SPACE_SIGN: usize = 288
export const LETTER_A: usize = 304
export const TWENTY_FIVE: usize = 320
export const FOUR: usize = 336
export const LOW_HALF: usize = 352
export const FIVE_BITS: usize = 368
export const SIXTEEN: usize = 384
export const HIGHEST_BIT: usize = 400
export const LEAD_OF_THREE: usize = 416 // 0xe0 less 0x80
export const LEAD_OF_FOUR: usize = 432  // 0xf0 less 0x80
export const LEAD_C2: usize = 448
export const LEAD_E2: usize = 464
export const LEAD_EF: usize = 480
export const PLACES: usize = 496        // 0, 1, 2 … 15

// What is wrong with two bytes of UTF-8, by the high half of the first, its low half, and the high half of the second.
export const FIRST_HIGH: usize = 512
export const FIRST_LOW: usize = 528
export const SECOND_HIGH: usize = 544

export const MASKS: usize = 560         // nine masks of eight bytes: none of them, one, two … eight
export const BITS: usize = 1016         // the eight bytes 1, 2, 4 … 128
export const BITS_OF_64: usize = 1536   // 64 words of eight bytes: bit 0, bit 1 … bit 63
