// Where the reader stands between the province and a unit, and the way back up.
import { useNames, useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { scopeOf } from '../../state/scope.ts';
import { useView } from '../../state/view-store.ts';
import { drillToEnterprise, drillToRegion } from './drill.ts';
import { enterpriseName } from './enterprise-name.ts';
import './breadcrumb.css';

export function Breadcrumb() {
  const words = useWords();
  const names = useNames();
  const language = useView((view) => view.language);
  const filters = useView((view) => view.filters);
  const page = useView((view) => view.page);
  const about = useCore((core) => core.about);
  const byId = useCore((core) => core.world.byId);
  if (about === null) return null;
  const { city, county, enterpriseId, unitId } = scopeOf(filters, page, about);
  const enterprise = enterpriseId === null ? null : (byId.get(enterpriseId) ?? null);

  const levels: { name: string; go: () => void }[] = [
    { name: names.pick(about.profile.name), go: () => drillToRegion(null, 'city') },
  ];
  if (city !== null) levels.push({ name: names.region(city.code), go: () => drillToRegion(city, 'city') });
  if (county !== null) levels.push({ name: names.region(county.code), go: () => drillToRegion(county, 'county') });
  if (enterprise !== null)
    levels.push({ name: enterpriseName(enterprise, language), go: () => drillToEnterprise(enterprise.id) });
  if (enterprise !== null && unitId !== null) levels.push({ name: unitId.split(':').at(-1) ?? unitId, go: () => {} });

  return (
    <nav className="breadcrumb" aria-label={words.drill.path}>
      <ol>
        {levels.map(({ name, go }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a level is what its depth says
          <li key={index}>
            {index === levels.length - 1 ? (
              <span aria-current="location">{name}</span>
            ) : (
              <button type="button" title={words.drill.up(name)} onClick={go}>
                {name}
              </button>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
