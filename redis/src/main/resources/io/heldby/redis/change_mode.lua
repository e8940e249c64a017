-- Upgrades or downgrades a grant for whoever proves it. Asking for the mode that it has is a heartbeat.
--
-- KEYS  1 lock, 2 grants, 3 ended, 4 fence
-- ARGV  1 lock id, 2 token hash, 3 user, 4 remember (ms), 5 mode
-- answers  'changed', now, grant  |  'held', …, see held  |  'lost', now, {cause, by, at, reason}

local now = clock()
local remember = tonumber(ARGV[4])
local state = load(KEYS[2], now)
local grant = proven(state.grants, ARGV[1], ARGV[3], ARGV[2])
if not grant then
  return {'lost', now, told(KEYS[3], ARGV[1], ARGV[3], ARGV[2])}
end
if not revivable(grant, now) or (grant.renewal == 'FIXED' and not active(grant, now)) then
  return {'lost', now, {'EXPIRED', false, grant.expires, false}}
end
if not active(grant, now) and #state.coming > 0 then
  return held({in_the_way = state.coming, all_mine = false}, now)
end

if ARGV[5] == 'EXCLUSIVE' and grant.mode == 'SHARED' then
  local decision = upgrade(grant, state, now)
  if #decision.in_the_way > 0 then
    return held(decision, now)
  end
  grant.fence = next_fence(KEYS[4], now, math.ceil((grant.max - now) / 1000) + remember)
  for _, over in ipairs(decision.endings) do
    tell(KEYS[3], over.grant, over.cause, over.by, over.at, false, remember)
    remove(state.grants, over.grant)
  end
end
grant.mode = ARGV[5]
heartbeat(grant, now)
keep(KEYS[1], KEYS[2], state, now, remember)
return {'changed', now, view(grant)}
