// What every wire carries: the application's calls, each with the name of who calls.
import type { Router } from '@orpc/server';
import type { AppContext } from '../../core/app.ts';

// biome-ignore lint/suspicious/noExplicitAny: a wire carries any contract, so the suite can test wires with its own.
export type ServedRouter = Router<any, AppContext>;
