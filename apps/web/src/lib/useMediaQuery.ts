import { useSyncExternalStore } from 'react'

/** Phones and narrow windows: the rail goes to the bottom, panels cover the page. */
const NARROW = '(max-width: 720px)'

/** Whether the window matches, kept up to date. */
export function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => window.matchMedia(query).matches,
  )
}

export const useIsNarrow = (): boolean => useMediaQuery(NARROW)
