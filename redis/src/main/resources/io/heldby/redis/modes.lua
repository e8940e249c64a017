-- Who may hold a key together, and what a new holder ends: the rules of io.heldby.lock.AcquireDecision. A decision names
-- who is in the way, or which grants end.

local MAX_TOKENS = 8

local function excludes(mode, other)
  return mode == 'EXCLUSIVE' or other == 'EXCLUSIVE'
end

-- How a grant ends because somebody else comes.
local function ending(grant, user, name, now)
  if not revivable(grant, now) then
    return {grant = grant, cause = 'EXPIRED', by = false, at = grant.expires}
  end
  local continued = active(grant, now) and grant.user == user
  return {grant = grant, cause = continued and 'CONTINUED_ELSEWHERE' or 'TAKEN_OVER', by = name, at = now}
end

-- Of the grants that are active, all others are in an upgrade's way.
local function upgrade(own, state, now)
  local in_the_way, endings, all_mine = {}, {}, true
  for _, other in ipairs(state.grants) do
    if other.id ~= own.id then
      if active(other, now) then
        table.insert(in_the_way, other)
        all_mine = all_mine and other.user == own.user
      else
        table.insert(endings, ending(other, own.user, own.name, now))
      end
    end
  end
  for _, batch in ipairs(state.coming) do
    table.insert(in_the_way, batch)
    all_mine = false
  end
  return {in_the_way = in_the_way, all_mine = all_mine, endings = endings, upgraded = own}
end

-- Greater than the last one, and than any that was lost with an emptied server.
local function next_fence(key, now, keep_for)
  local last = redis.call('GET', key)
  if last and tonumber(last) >= now then
    redis.call('INCR', key) -- An error after the greatest number there is, before anything else is written.
    redis.call('PEXPIRE', key, keep_for)
    return redis.call('GET', key)
  end
  local fence = string.format('%.0f', now)
  redis.call('SET', key, fence, 'PX', keep_for)
  return fence
end

local function remove(grants, gone)
  for place, grant in ipairs(grants) do
    if grant == gone then
      table.remove(grants, place)
      return
    end
  end
end

-- The answer when somebody is in the way: 'held', now, whether by the asking user, who, and whether it is only a batch
-- that is coming, so that it is worth asking again at once.
local function held(decision, now)
  local who, settled = {}, false
  for place, grant in ipairs(decision.in_the_way) do
    who[place] = view(grant)
    settled = settled or not grant.coming
  end
  return {'held', now, decision.all_mine and 1 or 0, who, settled and 0 or 1}
end
