-- Switches the guard on again.
--
-- KEYS  1 suspensions of the tenant
-- ARGV  1 type ('' for all)
-- answers  1 when it was off

local suspension = redis.call('HGET', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[1], ARGV[1])
return {suspension and now < cmsgpack.unpack(suspension).last and 1 or 0}
