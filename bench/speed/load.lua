-- For wrk: one operation, its requests made of what the environment says. Prints one line of figures at the end.
local operation = os.getenv("BENCH_OPERATION")
local headers = { ["Content-Type"] = "application/json", ["Accept"] = "application/json" }
if os.getenv("BENCH_TENANT") then
  headers["X-Tenant"] = os.getenv("BENCH_TENANT")
end
if os.getenv("BENCH_TOKEN") then
  headers["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN")
end

local made, at = {}, 0

-- Not before: only now wrk knows the Host that it will name.
init = function()
  for target in io.lines(os.getenv("BENCH_TARGETS")) do
    if operation == "create" then
      made[#made + 1] = wrk.format("POST", "/api/v1/meetings", headers, target)
    else
      made[#made + 1] = wrk.format("GET", target, headers)
    end
  end
end

request = function()
  at = at % #made + 1
  return made[at]
end

done = function(summary, latency)
  io.write(string.format("FIGURES {\"requests\":%d,\"microseconds\":%d,\"p50\":%d,\"p99\":%d,\"refused\":%d,\"broken\":%d}\n",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    summary.errors.status, summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
