// Everything known of one enterprise at the chosen times, each value with its origin, and the way to correct it.
import { Button } from 'antd';
import { useState } from 'react';
import type { EnterprisePage as Page, StatedValue } from '../../../contract/ledger.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { industryMark } from '../../map/layers/enterprises-layer.ts';
import { useCore } from '../../state/core-store.ts';
import { statedTimes } from '../../state/follow-world.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useView } from '../../state/view-store.ts';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { SidePage } from '../../ui/side-page.tsx';
import { CapacityThroughTime } from './capacity-through-time.tsx';
import { CorrectionForm } from './correction-form.tsx';
import { enterpriseName } from './enterprise-name.ts';
import { MarkIcon } from './mark-icon.tsx';
import { OutputsTable } from './outputs-table.tsx';
import { placementEntries } from './placement-entries.ts';
import { ProvinceInset } from './province-inset.tsx';
import type { CorrectionAsked } from './stated-value.tsx';
import { UnitsTable } from './units-table.tsx';
import { useMarks } from './use-marks.ts';
import { ValueList } from './value-list.tsx';
import { VersionHistory } from './version-history.tsx';

export function EnterprisePage({ id, unitId }: { readonly id: string; readonly unitId: string | null }) {
  const words = useWords();
  const marks = useMarks();
  const { times, openPage, language } = useView();
  const revision = useCore((core) => core.world.revision);
  const summary = useCore((core) => core.world.byId.get(id));
  const { value, error } = useAnswer(JSON.stringify([id, times, revision]), (backend, signal) =>
    backend.ledger.enterprise({ id, ...statedTimes(times) }, { signal }),
  );
  const page = value?.id === id ? value : null;
  const stated = page?.values.find(({ attribute }) => attribute === 'name')?.value;
  const name = summary === undefined ? String(stated ?? id) : enterpriseName(summary, language);
  return (
    <SidePage
      label={words.enterprise.title}
      title={
        <>
          {summary && <MarkIcon mark={industryMark(summary, marks)} />} {name}
        </>
      }
      subject={id}
      closeLabel={words.enterprise.close}
      onClose={() => openPage(null)}
    >
      <ProblemLine
        text={error === null ? null : errorText(error, language, words, useCore.getState().backend !== null)}
      />
      {page === null ? (
        error === null && <p className="muted">{words.enterprise.loading}</p>
      ) : (
        <PageBody key={id} page={page} unitId={unitId} />
      )}
    </SidePage>
  );
}

/** A record at sea belongs to no county until a person says so. */
const unassigned: StatedValue = { attribute: 'countyCode', value: null, unit: null, origin: null };

function PageBody({ page, unitId }: { readonly page: Page; readonly unitId: string | null }) {
  const words = useWords();
  const names = useNames();
  const [asked, setAsked] = useState<CorrectionAsked | null>(null);
  const summary = useCore((core) => core.world.byId.get(page.id));
  const [done, setDone] = useState<number | null>(null);

  const flags = [...new Set([...page.sites, ...page.units].flatMap(({ placement }) => placement.flags))];

  const offers = [
    ...page.units.map(({ id, placement }) => ({ owner: { entity: 'unit' as const, id }, placement })),
    ...page.sites.map(({ id, placement }) => ({ owner: { entity: 'site' as const, id }, placement })),
  ].flatMap(({ owner, placement: { nearest, countyCode } }) =>
    nearest === null || countyCode !== null
      ? []
      : [{ owner, county: nearest.countyCode, meters: Math.round(nearest.distanceMeters) }],
  );

  return (
    <>
      {done !== null && (
        <p className="done-line" role="status">
          {words.correction.done(String(done))}
        </p>
      )}
      {flags.length > 0 && (
        <section aria-label={words.enterprise.flags}>
          <h3>{words.enterprise.flags}</h3>
          <ul className="doubt-list">
            {flags.map((flag) => (
              <li key={flag}>
                {words.flag[flag]}
                {flag === 'offshore' &&
                  offers.map(({ owner, county, meters }) => (
                    <Button
                      key={owner.id}
                      size="small"
                      onClick={() => setAsked({ owner, stated: unassigned, offered: String(county) })}
                    >
                      {words.enterprise.assignCounty(names.region(county), String(meters))}
                    </Button>
                  ))}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-label={words.enterprise.names}>
        <h3>{words.enterprise.names}</h3>
        {summary?.position != null && <ProvinceInset name={summary.name} position={summary.position} />}
        <ValueList
          values={page.values}
          owner={{ entity: 'enterprise', id: page.id }}
          onCorrect={setAsked}
          more={[
            ...(summary === undefined ? [] : placementEntries(summary, words, names)),
            [words.enterprise.dataset, names.dataset(page.dataset)],
            [words.enterprise.id, <code key="id">{page.id}</code>],
          ]}
        />
      </section>
      <section aria-label={words.enterprise.units}>
        <h3>
          {words.enterprise.units} · {words.enterprise.unitCount(page.units.length)}
        </h3>
        {page.units.length === 0 ? (
          <p className="muted">{words.enterprise.noUnits}</p>
        ) : (
          <UnitsTable units={page.units} enterpriseId={page.id} unitId={unitId} onCorrect={setAsked} />
        )}
      </section>
      <CapacityThroughTime enterpriseId={page.id} />
      {page.outputs.length > 0 && (
        <section aria-label={words.enterprise.outputs}>
          <h3>{words.enterprise.outputs}</h3>
          <OutputsTable outputs={page.outputs} />
        </section>
      )}
      <section aria-label={words.enterprise.sites}>
        <h3>{words.enterprise.sites}</h3>
        {page.sites.map((site) => (
          <ValueList
            key={site.id}
            values={site.values}
            owner={{ entity: 'site', id: site.id }}
            onCorrect={setAsked}
            more={site.placement.position === null ? [] : placementEntries(site.placement, words, names)}
          />
        ))}
      </section>
      <section aria-label={words.enterprise.history}>
        <h3>{words.enterprise.history}</h3>
        <VersionHistory versions={page.versions} />
      </section>
      {asked !== null && (
        <CorrectionForm
          asked={asked}
          onCancel={() => setAsked(null)}
          onDone={(revision) => {
            setAsked(null);
            setDone(revision);
          }}
        />
      )}
    </>
  );
}
