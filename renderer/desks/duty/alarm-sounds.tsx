// Makes new alarms heard, by priority, and tells the system of them; in one window at a time, however many are open.
import { useEffect, useRef, useState } from 'react';
import { create } from 'zustand';
import type { Alarm, AlarmPriority } from '../../../contract/alarms.ts';
import { useDutyDesk } from '../../state/duty-desk.ts';
import type { ListedAlarm } from '../../state/duty-list.ts';
import { isHeard, mayRing, mostUrgent, newlyRinging } from '../../state/duty-sounds.ts';
import { useMonitoring } from '../../state/monitoring-store.ts';
import { remember, remembered } from '../../state/remember.ts';
import { useShownAlarms } from '../../state/use-shown-alarms.ts';
import { useView } from '../../state/view-store.ts';

/** The most urgent sounds again until it is acknowledged. */
const againMs = 5_000;

/** Hertz, one after the other; told apart by pitch, number and rhythm. */
const tunes: Readonly<Record<AlarmPriority, { readonly tones: readonly number[]; readonly seconds: number }>> = {
  P1: { tones: [880, 1175, 880, 1175, 880], seconds: 0.16 },
  P2: { tones: [660, 880], seconds: 0.18 },
  P3: { tones: [520], seconds: 0.22 },
};
const loudness = 0.18;

export const useSound = create<{ readonly muted: boolean; readonly blocked: boolean }>()(() => ({
  muted: remembered('duty-muted') === 'yes',
  blocked: false,
}));

export function setMuted(muted: boolean): void {
  remember('duty-muted', muted ? 'yes' : 'no');
  useSound.setState({ muted });
}

let context: AudioContext | null = null;

function sound(priority: AlarmPriority): void {
  if (typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  const { state, currentTime, destination } = context;
  useSound.setState({ blocked: state !== 'running' });
  if (state !== 'running') {
    void context.resume().then(() => useSound.setState({ blocked: false }));
    return;
  }
  const { tones, seconds } = tunes[priority];
  for (const [index, hertz] of tones.entries()) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    const begin = currentTime + index * seconds * 1.25;
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(0, begin);
    volume.gain.linearRampToValueAtTime(loudness, begin + 0.02);
    volume.gain.linearRampToValueAtTime(0, begin + seconds);
    tone.connect(volume).connect(destination);
    tone.start(begin);
    tone.stop(begin + seconds);
  }
}

/** Whether this window is the one that sounds: the first that asked, until it closes. */
function useIsLoud(): boolean {
  const [loud, setLoud] = useState(false);
  useEffect(() => {
    // Only pages that came by a safe way have locks; the others all sound.
    const locks = navigator.locks as LockManager | undefined;
    if (locks === undefined) return setLoud(true);
    let release = (): void => {};
    const gone = new AbortController();
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    void locks
      .request('lianggao.duty-sound', { signal: gone.signal }, () => {
        setLoud(true);
        return held;
      })
      .catch(() => undefined);
    return () => {
      gone.abort();
      release();
      setLoud(false);
    };
  }, []);
  return loud;
}

function useSounds(alarms: readonly ListedAlarm[], ready: boolean): void {
  const loud = useIsLoud();
  const muted = useSound((state) => state.muted);
  const language = useView((view) => view.language);
  const before = useRef<ReadonlySet<number> | null>(null);
  useEffect(() => {
    if (!ready) return;
    const fresh = before.current === null ? [] : newlyRinging(before.current, alarms);
    before.current = new Set(alarms.flatMap((alarm) => (mayRing(alarm) ? [alarm.id] : [])));
    const priority = mostUrgent(fresh);
    if (!loud || priority === null) return;
    if (isHeard(priority, muted)) sound(priority);
    const worst = fresh.find((alarm) => alarm.priority === priority);
    if (worst !== undefined && 'Notification' in window && Notification.permission === 'granted' && document.hidden)
      new Notification(`${worst.priority} ${worst.subjectName}`, { body: worst.sentence[language], tag: 'lianggao' });
  }, [alarms, ready, loud, muted, language]);

  const urgent = alarms.some((alarm) => alarm.priority === 'P1' && mayRing(alarm));
  useEffect(() => {
    if (!urgent || !loud) return;
    const timer = setInterval(() => sound('P1'), againMs);
    return () => clearInterval(timer);
  }, [urgent, loud]);
  useEffect(() => {
    // Browsers let a page sound once somebody has pressed something on it.
    const wake = (): void => {
      context ??= typeof AudioContext === 'undefined' ? null : new AudioContext();
      void context?.resume().then(() => useSound.setState({ blocked: false }));
    };
    addEventListener('pointerdown', wake, { once: true });
    addEventListener('keydown', wake, { once: true });
    return () => {
      removeEventListener('pointerdown', wake);
      removeEventListener('keydown', wake);
    };
  }, []);
}

const none: readonly Alarm[] = [];

/** Draws nothing. On every desk, once somebody has sat down at the duty desk. */
export function AlarmSounds() {
  const seated = useDutyDesk((desk) => desk.seated);
  return seated ? <Sounding /> : null;
}

function Sounding() {
  const list = useMonitoring((state) => state.alarms);
  useSounds(useShownAlarms(list?.alarms ?? none), list !== null);
  return null;
}
