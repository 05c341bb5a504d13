// Windows of one duty desk: what is selected and what the list is narrowed to is the same in all of them.
import { selectAlarm, selectedId } from './duty-desk.ts';
import type { DutyView } from './duty-view.ts';
import { useView } from './view-store.ts';

interface Shared {
  readonly selected: number | null;
  readonly narrowed: Pick<DutyView, 'text' | 'choice' | 'kind' | 'silent'>;
}

const channelName = 'lianggao.duty';

function shared(): Shared {
  const { text, choice, kind, silent } = useView.getState().duty;
  return { selected: selectedId(), narrowed: { text, choice, kind, silent } };
}

/** While the duty desk is open. The answer ends it. */
export function followWindows(): () => void {
  const channel = new BroadcastChannel(channelName);
  let told = '';
  let taking = false;
  const tell = (): void => {
    const now = shared();
    const text = JSON.stringify(now);
    if (taking || text === told) return;
    told = text;
    channel.postMessage(now);
  };
  channel.onmessage = ({ data }: MessageEvent<Shared | 'asks'>) => {
    if (data === 'asks') {
      told = '';
      return tell();
    }
    told = JSON.stringify(data);
    // Not told back while only a part of it has been taken over.
    taking = true;
    useView.getState().setDuty(data.narrowed);
    selectAlarm(data.selected);
    taking = false;
  };
  // A window that opens takes over what the others have, unless it was opened at an alarm of its own.
  if (selectedId() === null) channel.postMessage('asks');
  const stop = useView.subscribe((view, last) => {
    if (view.desk === 'duty' && (view.page !== last.page || view.duty !== last.duty)) tell();
  });
  return () => {
    stop();
    channel.close();
  };
}
