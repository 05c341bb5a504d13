// Reads a province profile: the one shipped, or the one that an office put beside its own boundaries.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ProvinceProfile } from '../../geodata/geometry/province-profile.ts';
import { BoundaryError } from './boundary-error.ts';

const adcodeSchema = z.int().min(100_000).max(999_999);
const adcodesSchema = z
  .array(adcodeSchema)
  .min(1)
  .refine((codes) => new Set(codes).size === codes.length, 'an adcode occurs twice');
const bilingualNameSchema = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
// Inside the folder of boundaries, never beside it.
const fileNameSchema = z.string().regex(/^[a-z0-9][a-z0-9.-]*$/);

const profileSchema: z.ZodType<ProvinceProfile> = z.strictObject({
  id: z.string(),
  adcode: adcodeSchema,
  name: bilingualNameSchema,
  cities: adcodesSchema,
  counties: adcodesSchema,
  bbox: z
    .tuple([z.number(), z.number(), z.number(), z.number()])
    .refine(([west, south, east, north]) => west < east && south < north, 'not west, south, east, north'),
  timeZone: z.literal('Asia/Shanghai'),
  boundaryFiles: z.strictObject({
    province: fileNameSchema,
    cities: fileNameSchema,
    counties: fileNameSchema,
    borders: fileNameSchema,
    context: fileNameSchema,
    neighbourCities: fileNameSchema,
    hydro: fileNameSchema,
  }),
  attributionLine: z.string().min(1),
  bundledLedgers: z.array(
    z.strictObject({ preset: z.enum(['gem-coal', 'gem-steel', 'sfi-cement']), files: z.array(z.string()).min(1) }),
  ),
  formerNames: z.array(z.strictObject({ name: bilingualNameSchema, adcode: adcodeSchema, note: z.string() })),
});

/**
 * The profile `<id>.json` of `boundariesDir` (an office's own, with its own divisions and attribution line) or, without
 * one, of `geodataDir`/profiles. Throws BoundaryError: unknown-profile, bad-profile or unreadable.
 */
export async function loadProfile(
  id: string,
  { geodataDir, boundariesDir }: { readonly geodataDir: string; readonly boundariesDir?: string },
): Promise<ProvinceProfile> {
  const profilesDir = join(geodataDir, 'profiles');
  const isName = /^[a-z][a-z0-9-]*$/.test(id);
  const own = isName && boundariesDir ? await readIfPresent(join(boundariesDir, `${id}.json`)) : null;
  const text = own ?? (isName ? await readIfPresent(join(profilesDir, `${id}.json`)) : null);
  if (text === null) {
    const known = (await readdir(profilesDir))
      .filter((name) => name.endsWith('.json'))
      .map((name) => name.slice(0, -5));
    throw new BoundaryError('unknown-profile', {
      zh: `没有名为“${id}”的省份配置。现有：${known.join('、')}。`,
      en: `There is no province profile "${id}". Available: ${known.join(', ')}.`,
    });
  }
  const result = profileSchema.safeParse(parseJson(text, id));
  if (!result.success) {
    throw badProfile(id, result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
  }
  if (result.data.id !== id) throw badProfile(id, `id: ${result.data.id}`);
  return result.data;
}

function parseJson(text: string, id: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badProfile(id, (error as Error).message);
  }
}

function badProfile(id: string, why: string): BoundaryError {
  return new BoundaryError('bad-profile', {
    zh: `省份配置 ${id}.json 有误（${why}）。请对照随附的 profiles/shandong.json 改正。`,
    en: `The province profile ${id}.json is not valid (${why}). Correct it after the example of profiles/shandong.json.`,
  });
}

async function readIfPresent(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new BoundaryError(
      'unreadable',
      {
        zh: `无法读取 ${path}（${(error as Error).message}）。请检查文件和权限。`,
        en: `${path} cannot be read (${(error as Error).message}). Check the file and its permissions.`,
      },
      error,
    );
  }
}
