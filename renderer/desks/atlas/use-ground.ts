// The ground of the map for this province, language and look: which boundary files, which names, which colours.
import { useMemo } from 'react';
import type { About } from '../../../contract/about.ts';
import type { Ground } from '../../map/base-style.ts';
import { useView } from '../../state/view-store.ts';
import type { Look } from '../../theme/use-look.ts';

export function useGround({ cities, counties, profile }: About, { theme, name, scale }: Look): Ground {
  const language = useView((view) => view.language);
  return useMemo(
    () => ({
      files: Object.fromEntries(
        ['context', 'cities', 'counties', 'borders', 'hydro', 'neighbourCities'].flatMap((layer) => {
          const file = profile.boundaryFiles[layer];
          return file === undefined ? [] : [[layer, `${location.origin}/geodata/boundaries/${file.split('/').at(-1)}`]];
        }),
      ),
      labels: [
        ...cities.map((region) => ({ region, level: 'city' as const })),
        ...counties.map((region) => ({ region, level: 'county' as const })),
      ].map(({ region, level }) => ({
        position: region.labelPoint,
        text: language === 'en' ? region.nameEn : region.shortName,
        level,
      })),
      themeName: name,
      colors: theme.map,
      accent: theme.accent,
      scale,
    }),
    [cities, counties, profile, theme, name, scale, language],
  );
}
