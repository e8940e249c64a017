-- How former grants ended is a list of its own: it is written when a grant ends and read when its holder comes back, so
-- it costs nothing when somebody acquires.

local FORMER_KEPT = 20 -- When there are twice as many, the oldest former grants are forgotten.

-- What is to be known of it: id, user, tokens (for their places in a grant see grants.lua), cause, by, at, reason.
local function ended(grant, cause, by, at, reason)
  return cmsgpack.pack({grant[8], grant[10], grant[1], cause, by, at, reason})
end

local function note_ended(former, remember)
  if redis.call('RPUSH', KEYS[3], former) > 2 * FORMER_KEPT then
    redis.call('LTRIM', KEYS[3], -FORMER_KEPT, -1)
  end
  redis.call('PEXPIRE', KEYS[3], remember)
end

