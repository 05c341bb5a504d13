// duty.*: what a duty officer asks of people, promises, shifts and the past, as screens and other programs ask for it.
import type {
  AlarmReplay,
  CallBack,
  CallBackDone,
  CallBackPromise,
  CrossCheck,
  DispatchProposal,
  Handover,
  HandoverEntry,
  HandoverSign,
  Person,
  SilentList,
  SimilarAlarm,
} from '../../contract/duty.ts';
import type { Monitoring } from '../monitoring/handlers.ts';
import type { Boundaries } from '../places/boundaries.ts';
import { listCallBacks } from './call-backs.ts';
import { crossChecksOf } from './cross-checks.ts';
import { handoverOf, listHandovers, showHandover } from './handovers.ts';
import { listPeople, proposeDispatch } from './people.ts';
import { replayAlarms, replaySteps } from './replay.ts';
import { silentNow } from './silent.ts';
import { similarAlarms } from './similar.ts';

/** Reads for itself; what it writes goes through the one writer. */
export class Duty {
  readonly #monitoring: Monitoring;
  readonly #boundaries: Boundaries;
  readonly #now: () => number;

  constructor(monitoring: Monitoring, boundaries: Boundaries, now: () => number) {
    this.#monitoring = monitoring;
    this.#boundaries = boundaries;
    this.#now = now;
  }

  people(): Person[] {
    return listPeople(this.#monitoring.db);
  }

  proposal(alarm: number): DispatchProposal {
    return proposeDispatch(this.#monitoring.db, alarm, this.#boundaries.cities);
  }

  callBacks(asked: { readonly open?: boolean | undefined; readonly alarm?: number | undefined }): CallBack[] {
    return listCallBacks(this.#monitoring.db, asked);
  }

  async promise(promise: CallBackPromise): Promise<CallBack> {
    return (await this.#monitoring.ingest()).call('promise', promise);
  }

  async done(done: CallBackDone): Promise<CallBack> {
    return (await this.#monitoring.ingest()).call('done', done);
  }

  handover(shift: { readonly from: number; readonly to: number }): Handover {
    return handoverOf(this.#monitoring.db, shift, this.#now());
  }

  async sign(sign: HandoverSign): Promise<Handover> {
    return (await this.#monitoring.ingest()).call('sign', sign);
  }

  handovers(): HandoverEntry[] {
    return listHandovers(this.#monitoring.db);
  }

  handoverShow(id: number): Handover {
    return showHandover(this.#monitoring.db, id);
  }

  silent(): SilentList {
    return silentNow(this.#monitoring.db, this.#monitoring.registry(), this.#now());
  }

  crossChecks(alarm: number): CrossCheck[] {
    return crossChecksOf(this.#monitoring.db, this.#monitoring.registry(), alarm);
  }

  similar(alarm: number): SimilarAlarm[] {
    return similarAlarms(this.#monitoring.db, alarm);
  }

  replay({ at, parent }: { readonly at: number; readonly parent?: number | undefined }): AlarmReplay {
    return replayAlarms(this.#monitoring.db, at, parent);
  }

  replaySteps(period: { readonly from: number; readonly to: number }): number[] {
    return replaySteps(this.#monitoring.db, period);
  }
}
