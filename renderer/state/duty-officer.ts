// Who sits at this desk: every action is recorded under this name. Kept in the browser.
import { create } from 'zustand';
import { remember, remembered } from './remember.ts';

export const useOfficer = create<{ readonly name: string }>()(() => ({ name: remembered('actor') ?? '' }));

export function setOfficer(name: string): void {
  remember('actor', name);
  useOfficer.setState({ name });
}
