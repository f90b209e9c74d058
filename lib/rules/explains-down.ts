/**
 * An alert with this label says in better words what InstanceDown would say of the same target, and Alertmanager holds
 * InstanceDown (and with it TargetDown) back while it fires. Its series carry `cluster`, `job` and `instance` of the
 * target.
 */
export const EXPLAINS_DOWN = 'explains_down';

/** How long such an alert waits: less than InstanceDown, by an evaluation of the rules, so that it is there first. */
export const EXPLAINS_DOWN_FOR = '30s';
