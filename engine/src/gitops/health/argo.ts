/**
 * The health of claims and packages for Argo CD, in Lua: one key per kind, since managed Argo CDs take no wildcards. The scripts use what
 * Argo CD opens without `useOpenLibs` (argo-cd v3.5.1 util/lua/lua.go, runLua): the base library, and no `string`.
 */
import { type HealthKind, isPackage } from './kinds.ts';
import { inactiveReason, pausedReason, stoppedReasons } from './stopped-reasons.ts';

/** The key of a kind in the ConfigMap `argocd-cm`. */
export function argoHealthKey({ group, kind }: HealthKind): string {
  return `resource.customizations.health.${group}_${kind}`;
}

/**
 * The script that returns the health of an object of the kind. It never fails, whatever fields are absent or null:
 *
 * - `Progressing` until Crossplane has looked at the present generation, while parts are on their way, and during deletion;
 * - `Suspended` while Crossplane is paused, or while a person must activate a package;
 * - `Degraded` if a person must act, with the message of the condition that says so;
 * - `Healthy` if it is Ready at this generation (a package: installed and healthy).
 */
export function argoHealth(kind: HealthKind): string {
  return `${prelude(kind)}\n${isPackage(kind) ? packageRules : claimRules}`;
}

const prelude = ({ group, kind }: HealthKind) => `-- The health of ${kind}.${group}.
local function health(status, message)
  return { status = status, message = message }
end
local metadata = type(obj.metadata) == "table" and obj.metadata or {}
local listed = type(obj.status) == "table" and type(obj.status.conditions) == "table" and obj.status.conditions or {}
local conditions = {}
for index = 1, #listed do
  local condition = listed[index]
  if type(condition) == "table" and type(condition.type) == "string" and conditions[condition.type] == nil then
    conditions[condition.type] = condition
  end
end
local function message(name, otherwise)
  local condition = conditions[name]
  if condition ~= nil and type(condition.message) == "string" and condition.message ~= "" then
    return condition.message
  end
  return otherwise
end
-- A condition is of this generation only if it says so.
local function isCurrent(name)
  local condition = conditions[name]
  return condition ~= nil and type(condition.observedGeneration) == "number"
    and condition.observedGeneration == metadata.generation
end
local function isTrue(name)
  return isCurrent(name) and conditions[name].status == "True"
end
local function isFalse(name, reason)
  return isCurrent(name) and conditions[name].status == "False" and conditions[name].reason == reason
end
if metadata.deletionTimestamp ~= nil then
  return health("Progressing", "It is being deleted.")
end`;

const claimRules = `if not isCurrent("Synced") then
  return health("Progressing", "Crossplane has not answered to this generation yet.")
end
if isFalse("Synced", "${pausedReason}") then
  return health("Suspended", message("Synced", "It is paused."))
end
-- With these reasons of Provisioned a person must act.
local stopped = {
${stoppedReasons.map((reason) => `  ${reason} = true,\n`).join('')}}
local provisioned = conditions.Provisioned
if provisioned ~= nil and provisioned.status ~= "True" and stopped[tostring(provisioned.reason)] then
  return health("Degraded", message("Provisioned", tostring(provisioned.reason)))
end
if isTrue("Synced") and isTrue("Ready") and (provisioned == nil or provisioned.status == "True") then
  return health("Healthy", message("Provisioned", "It is ready."))
end
if not isTrue("Synced") then
  return health("Progressing", message("Synced", "Crossplane tries again."))
end
return health("Progressing", message("Provisioned", message("Ready", "It is not ready yet.")))
`;

const packageRules = `if isFalse("Synced", "${pausedReason}") then
  return health("Suspended", message("Synced", "It is paused."))
end
if isFalse("Installed", "${inactiveReason}") then
  return health("Suspended", message("Installed", "A person must activate its revision."))
end
if isTrue("Installed") and isTrue("Healthy") then
  return health("Healthy", "It is installed and healthy.")
end
if not isTrue("Installed") then
  return health("Progressing", message("Installed", "Crossplane has not installed it yet."))
end
return health("Progressing", message("Healthy", "It is not healthy yet."))
`;
