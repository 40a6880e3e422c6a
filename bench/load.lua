-- wrk's part of bench/load.py: sends the requests of a file, one after the other, as many as asked
-- for. Arguments: file, number, status whose answers are counted ("" for none, which is cheaper).
-- With one the last request of the file is to be answered with 200.

local ffi = require("ffi")
ffi.cdef("int kill(int, int); int getpid(void);")

local SIGINT = 2
local requests, number, counted = {}, 0, ""
-- wrk asks once beforehand, to see what it gets.
local sent = -1
answered, refused, refusal = 0, 0, 0
local threads = {}

-- wrk's main thread sleeps for the whole of its time, unless woken.
local function stop()
   wrk.thread:stop()
   ffi.C.kill(ffi.C.getpid(), SIGINT)
end

function setup(thread)
   table.insert(threads, thread)
end

function init(args)
   local file = assert(io.open(args[1], "rb"))
   number, counted = tonumber(args[2]), args[3] or ""
   while true do
      local length = file:read("*n")
      if not length then break end
      file:read(1)
      table.insert(requests, file:read(length))
   end
   file:close()
   if counted ~= "" then
      -- Until all are answered, connections without work send the last of the file.
      filler = table.remove(requests)
      response = function(status)
         if status == tonumber(counted) then
            answered = answered + 1
         elseif status ~= 200 then
            refused, refusal = refused + 1, status
         end
         if answered + refused == number then stop() end
      end
   end
end

function request()
   sent = sent + 1
   if sent > number then
      if counted ~= "" then return filler end
      if sent == number + 1 then stop() end
   end
   return requests[(sent - 1) % #requests + 1]
end

function done(summary, latency)
   local errors = summary.errors
   io.write(string.format(
      '\n{"requests": %d, "microseconds": %d, "p50": %d, "p99": %d, "failed": %d, '
      .. '"answered": %d, "refused": %d, "refusal": %d}\n',
      summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
      errors.connect + errors.read + errors.write + errors.status + errors.timeout,
      threads[1]:get("answered"), threads[1]:get("refused"), threads[1]:get("refusal")))
end
