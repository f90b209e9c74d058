/**
 * An alert with this label says in better words what InstanceDown would say of the same target, and Alertmanager holds
 * InstanceDown (and with it TargetDown) back while it fires. Its series carry `cluster`, `job` and `instance` of the
 * target.
 */
export const EXPLAINS_DOWN = 'explains_down';

/**
 * What such an alert has in common with others of its kind. It waits less than InstanceDown, and goes on firing for longer
 * than an evaluation of the rules: it is there first, and ends last.
 */
export const EXPLAINING = { for: '30s', keepFiringFor: '1m', labels: { [EXPLAINS_DOWN]: 'true' } } as const;
