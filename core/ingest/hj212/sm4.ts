// SM4 in ECB mode over whole blocks (GB/T 32907-2016): the built-in cipher where there is one, our own where there is not.
import { createCipheriv, createDecipheriv, getCiphers } from 'node:crypto';

// The S-box of GB/T 32907-2016, 6.2.
const box = Uint8Array.from(
  Buffer.from(
    'd690e9fecce13db716b614c228fb2c052b679a762abe04c3aa441326498606999c4250f491ef987a33540b43edcfac62' +
      'e4b31ca9c908e89580df94fa758f3fa64707a7fcf37317ba83593c19e6854fa8686b81b27164da8bf8eb0f4b70569d35' +
      '1e240e5e6358d1a225227c3b01217887d40046579fd327524c3602e7a0c4c89eeabf8ad240c738b5a3f7f2cef96115a1' +
      'e0ae5da49b341a55ad933230f58cb1e31df6e22e8266ca60c02923ab0d534e6fd5db3745defd8e2f03ff6a726d6c5b51' +
      '8d1baf92bbddbc7f11d95c411f105ad80ac13188a5cd7bbd2d74d012b8e5b4b08969974a0c96777e65b9f109c56ec684' +
      '18f07dec3adc4d2079ee5f3ed7cb3948',
    'hex',
  ),
);
const familyKey = [0xa3b1bac6, 0x56aa3350, 0x677d9197, 0xb27022dc] as const;

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

const substitute = (word: number): number =>
  ((box[word >>> 24] as number) << 24) |
  ((box[(word >>> 16) & 255] as number) << 16) |
  ((box[(word >>> 8) & 255] as number) << 8) |
  (box[word & 255] as number);

function roundKeys(key: Buffer): Int32Array {
  const k = Int32Array.from(familyKey, (word, i) => key.readInt32BE(i * 4) ^ word);
  return Int32Array.from({ length: 32 }, (_, i) => {
    let constant = 0;
    for (let j = 0; j < 4; j++) constant = (constant << 8) | (((4 * i + j) * 7) & 255);
    const mixed = substitute((k[1] as number) ^ (k[2] as number) ^ (k[3] as number) ^ constant);
    const next = (k[0] as number) ^ mixed ^ rotate(mixed, 13) ^ rotate(mixed, 23);
    k.copyWithin(0, 1);
    k[3] = next;
    return next;
  });
}

/** The cipher by its definition, for programs whose crypto library has no SM4 (BoringSSL). Same contract as `sm4Ecb`. */
export function sm4EcbByDefinition(way: 'encrypt' | 'decrypt', key: Buffer, blocks: Uint8Array): Buffer {
  const keys = roundKeys(key);
  if (way === 'decrypt') keys.reverse();
  const out = Buffer.from(blocks);
  for (let at = 0; at < out.length; at += 16) {
    let [a, b, c, d] = [
      out.readInt32BE(at),
      out.readInt32BE(at + 4),
      out.readInt32BE(at + 8),
      out.readInt32BE(at + 12),
    ];
    for (const roundKey of keys) {
      const mixed = substitute(b ^ c ^ d ^ roundKey);
      const next = a ^ mixed ^ rotate(mixed, 2) ^ rotate(mixed, 10) ^ rotate(mixed, 18) ^ rotate(mixed, 24);
      [a, b, c, d] = [b, c, d, next];
    }
    for (const [i, word] of [d, c, b, a].entries()) out.writeInt32BE(word, at + i * 4);
  }
  return out;
}

const builtIn = getCiphers().includes('sm4-ecb');

/** `key` has 16 bytes, `blocks` a multiple of 16; nothing is padded. */
export function sm4Ecb(way: 'encrypt' | 'decrypt', key: Buffer, blocks: Uint8Array): Buffer {
  if (!builtIn) return sm4EcbByDefinition(way, key, blocks);
  const cipher = (way === 'encrypt' ? createCipheriv : createDecipheriv)('sm4-ecb', key, null);
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(blocks), cipher.final()]);
}
