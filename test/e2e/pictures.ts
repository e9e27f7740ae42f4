/** Pictures for the tests, made on the spot. */
import sharp from 'sharp'

/** A JPEG of one colour. */
export async function jpeg(width: number, height: number): Promise<Uint8Array> {
  return sharp({ create: { width, height, channels: 3, background: '#2266aa' } })
    .jpeg()
    .toBuffer()
}
