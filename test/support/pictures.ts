/** Pictures for tests. */
import sharp from 'sharp'

/** A square JPEG of one colour. */
export async function jpeg(side: number, background = '#3366cc'): Promise<Uint8Array> {
  const plain = sharp({ create: { width: side, height: side, channels: 3, background } })
  return new Uint8Array(await plain.jpeg().toBuffer())
}
