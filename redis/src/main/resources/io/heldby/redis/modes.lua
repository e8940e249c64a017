-- Who may hold a key together, and what a new holder ends: the rules of io.heldby.lock.AcquireDecision. A decision names
-- who is in the way, or which grants end.

local MAX_TOKENS = 8

-- The greatest fence: beyond it a number here would lose its last digit.
local GREATEST_FENCE = 9007199254740991

-- Greater than the last one, and than any that was lost with an emptied server.
local function next_fence(state, now)
  return math.max(state.fence + 1, now)
end

local function excludes(mode, other)
  return mode == 'EXCLUSIVE' or other == 'EXCLUSIVE'
end

-- How a grant ends because somebody else comes.
local function ending(grant, user, name, now)
  if not revivable(grant, now) then
    return {grant = grant, cause = 'EXPIRED', by = false, at = grant[EXPIRES]}
  end
  local continued = active(grant, now) and grant[USER] == user
  return {grant = grant, cause = continued and 'CONTINUED_ELSEWHERE' or 'TAKEN_OVER', by = name, at = now}
end

local function end_all(state, endings)
  for _, over in ipairs(endings) do
    tell(state, over.grant, over.cause, over.by, over.at, false)
    remove(state.grants, over.grant)
  end
end

-- All others who are active are in an upgrade's way, and so are batches.
local function upgrade(own, state, now)
  local in_the_way, endings, all_mine = {}, {}, true
  for _, other in ipairs(state.grants) do
    if other[ID] ~= own[ID] then
      if active(other, now) then
        table.insert(in_the_way, other)
        all_mine = all_mine and other[USER] == own[USER]
      else
        table.insert(endings, ending(other, own[USER], own[NAME], now))
      end
    end
  end
  for _, batch in ipairs(state.coming) do
    table.insert(in_the_way, batch)
    all_mine = false
  end
  return {in_the_way = in_the_way, all_mine = all_mine, endings = endings, upgraded = own}
end

-- The answer when somebody is in the way: 'held', now, whether by the asking user, who, and whether it is only a batch
-- that is coming, so that it is worth asking again at once.
local function held(decision, now)
  local who, settled = {}, false
  for place, grant in ipairs(decision.in_the_way) do
    who[place] = view(grant)
    settled = settled or not grant[COMING]
  end
  return {'held', now, decision.all_mine and 1 or 0, who, settled and 0 or 1}
end

