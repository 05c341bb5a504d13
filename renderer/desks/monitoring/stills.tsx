// Stills of a camera or an alarm: the chosen one with both times and its hash, and all that were asked for.
import { Button } from 'antd';
import { useState } from 'react';
import type { StillRecord } from '../../../contract/cameras.ts';
import { numberText } from '../../format/quantity-text.ts';
import { wallClock } from '../../format/zoned-time.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useView } from '../../state/view-store.ts';
import { Pairs } from '../../ui/pairs.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';

export const useFailureText = (): ((code: string) => string) => {
  const { camera } = useWords().monitoring;
  return (code) => camera.failure[code] ?? code;
};

/** `stills`: the newest first. */
export function Stills({
  stills,
  nameOf,
}: {
  readonly stills: readonly StillRecord[];
  readonly nameOf: (id: string) => string;
}) {
  const { camera: words } = useWords().monitoring;
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const failureText = useFailureText();
  const [chosen, setChosen] = useState<number | null>(null);
  const shown = stills.find(({ id }) => id === chosen) ?? stills[0];
  if (shown === undefined) return <p className="muted">{words.noStills}</p>;
  return (
    <>
      <Still key={shown.id} still={shown} name={nameOf(shown.camera)} />
      {stills.length > 1 && (
        <ol className="still-list" data-testid="still-list" aria-label={words.stills}>
          {stills.map((still) => (
            <li key={still.id}>
              <button
                type="button"
                className="link-button"
                aria-current={still.id === shown.id}
                onClick={() => setChosen(still.id)}
              >
                {wallClock(still.askedAt, timeZone)} · {nameOf(still.camera)}
              </button>{' '}
              {still.failure !== null && <span className="doubt">{words.failed(failureText(still.failure))}</span>}
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

function Still({ still, name }: { readonly still: StillRecord; readonly name: string }) {
  const { camera: words } = useWords().monitoring;
  const { language, openPage } = useView();
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const failureText = useFailureText();
  const { alarm, askedAt, receivedAt, cameraTime, cameraTimeFrom, sha256, bytes, failure } = still;
  return (
    <figure className="still" data-testid="still">
      {failure === null ? (
        <Picture still={still} label={words.picture(name, wallClock(cameraTime ?? askedAt, timeZone))} />
      ) : (
        <p className="doubt">{words.failed(failureText(failure))}</p>
      )}
      <figcaption>
        <Pairs
          entries={[
            [
              words.cameraTime,
              cameraTime === null
                ? words.cameraTimeUnknown
                : `${wallClock(cameraTime, timeZone)}${cameraTimeFrom === null ? '' : ` · ${words.cameraTimeFrom[cameraTimeFrom]}`}`,
            ],
            [words.askedAt, wallClock(askedAt, timeZone)],
            ...(receivedAt === null ? [] : [[words.receivedAt, wallClock(receivedAt, timeZone)] as const]),
            [
              words.takenFor,
              alarm === null ? (
                words.onDemand
              ) : (
                <button
                  key="alarm"
                  type="button"
                  className="link-button"
                  onClick={() => openPage({ kind: 'alarm', id: alarm })}
                >
                  {words.onAlarm(String(alarm))}
                </button>
              ),
            ],
            ...(sha256 === null ? [] : [[words.hash, <code key="hash">{sha256}</code>] as const]),
            ...(bytes === null ? [] : [[words.size, words.bytes(numberText(bytes, language))] as const]),
          ]}
        />
      </figcaption>
    </figure>
  );
}

/** The core gives a picture only where its bytes are those of the hash. */
function Picture({ still, label }: { readonly still: StillRecord; readonly label: string }) {
  const words = useWords();
  const { camera } = words.monitoring;
  const language = useView((view) => view.language);
  const connected = useCore((core) => core.backend !== null);
  const { value, error } = useAnswer(still.sha256, (backend, signal) =>
    backend.cameras.picture({ sha256: still.sha256 ?? '' }, { signal }),
  );
  if (error !== null)
    return <ProblemLine text={`${camera.pictureGone} ${errorText(error, language, words, connected)}`} />;
  if (value === null) return <p className="muted">{words.monitoring.empty.loading}</p>;
  const source = `data:${value.contentType};base64,${value.base64}`;
  const file = `${still.camera.replaceAll(/[^\p{L}\p{N}-]/gu, '_')}-${still.sha256?.slice(0, 12)}.${value.contentType === 'image/png' ? 'png' : 'jpg'}`;
  return (
    <>
      <img src={source} alt={label} />
      <a className="link-button small" href={source} download={file}>
        {camera.save}
      </a>
    </>
  );
}

/** Asks a camera, of an alarm or just so; says why where it gives nothing. */
export function TakeStill(props: {
  readonly camera: string;
  readonly alarm?: number;
  readonly label: string;
  readonly onTaken: () => void;
}) {
  const words = useWords();
  const language = useView((view) => view.language);
  const backend = useCore((core) => core.backend);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  async function take(): Promise<void> {
    if (backend === null || busy) return;
    setBusy(true);
    setProblem(null);
    const { camera, alarm } = props;
    try {
      await backend.cameras.snapshot({ camera, ...(alarm === undefined ? {} : { alarm }) });
    } catch (error) {
      setProblem(errorText(error, language, words, true));
    } finally {
      setBusy(false);
      // What came to nothing is kept as an attempt.
      props.onTaken();
    }
  }
  return (
    <>
      <Button
        size="small"
        disabled={backend === null}
        loading={busy}
        data-testid="take-still"
        onClick={() => void take()}
      >
        {busy ? words.monitoring.camera.taking : props.label}
      </Button>
      <ProblemLine text={problem} />
    </>
  );
}
