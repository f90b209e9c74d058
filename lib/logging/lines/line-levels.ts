import { LogLevel } from '../../model/log-route';

/** How grave a level is: the numbers that loggers write in place of names. */
export const RANKS: Readonly<Record<LogLevel, number>> = {
  [LogLevel.TRACE]: 10,
  [LogLevel.DEBUG]: 20,
  [LogLevel.INFO]: 30,
  [LogLevel.WARN]: 40,
  [LogLevel.ERROR]: 50,
  [LogLevel.FATAL]: 60,
};

/** Other names of the levels. */
const SYNONYMS: Readonly<Record<string, LogLevel>> = {
  verbose: LogLevel.TRACE,
  finest: LogLevel.TRACE,
  finer: LogLevel.TRACE,
  fine: LogLevel.DEBUG,
  dbg: LogLevel.DEBUG,
  information: LogLevel.INFO,
  informational: LogLevel.INFO,
  notice: LogLevel.INFO,
  log: LogLevel.INFO,
  warning: LogLevel.WARN,
  wrn: LogLevel.WARN,
  err: LogLevel.ERROR,
  severe: LogLevel.ERROR,
  critical: LogLevel.FATAL,
  crit: LogLevel.FATAL,
  alert: LogLevel.FATAL,
  emergency: LogLevel.FATAL,
  emerg: LogLevel.FATAL,
  panic: LogLevel.FATAL,
  dpanic: LogLevel.FATAL,
};

/** All names of levels in small letters, with their ranks. */
export const RANKS_BY_NAME: ReadonlyMap<string, number> = new Map([
  ...Object.entries(RANKS),
  ...Object.entries(SYNONYMS).map(([name, level]) => [name, RANKS[level]] as const),
]);

/** Fields of a line's JSON with its level. The first that says one counts. */
export const LEVEL_FIELDS = ['level', 'severity', 'log.level'] as const;
