// Where things lie in the module's memory. The image is made by the build (src/text/image.ts), everything before it is scratch of one text.

/** Bytes of the text: its start, and from its middle. Room for a vector read past the end of either. */
export const firstPiece: usize = 2048
export const secondPiece: usize = 3072
/** UTF-16 units of the sample, characters beyond plane 0 as spaces. Room for a vector written past the last. */
export const units: usize = 4096
export const unitCapacity: i32 = 316
/** Letters of the sample by script number, u32. */
export const letterCounts: usize = 4864
/** What speaks for each language, i32; at most 256 languages. */
export const scores: usize = 5120
/** What was found for trigrams, u32, at most one for each unit. */
export const trigramRows: usize = 6144
/** Keys of words, u32, each with what its first slot holds, u32; at most one for two units. */
export const wordKeys: usize = 8704
/** Addresses of the dense rows found, u32. */
export const denseRows: usize = 10240
/** Addresses of the sparse rows found, u32, each with its first bytes, u32; at most a trigram and a letter for each unit, and the words. */
export const sparseRows: usize = 11520
export const image: usize = 18432

// Offsets into the image.
/** What a letter counts for when a text mixes scripts, u8 by script number. */
export const scriptWeights: usize = image
/** Where the index of a script begins that several languages share, u32 by script number; 0 when it says its language by itself. */
export const indexes: usize = image + 64
/** Script numbers of UTF-16 units: u8 by unit / 128, the page; then pages of u8 by unit % 128. */
export const scriptPages: usize = image + 320
export const pageSize: u32 = 128
