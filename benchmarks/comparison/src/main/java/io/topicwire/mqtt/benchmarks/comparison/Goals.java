package io.topicwire.mqtt.benchmarks.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What we want to reach, compared with what has been measured. All are ratios of medians
 * of the same run, but for bytes.
 */
final class Goals {

	private static final Map<Metric, Double> TO_BEST_PEER = Map.of(Metric.PUBLISH_QOS0, 5.0, Metric.PUBLISH_QOS1, 5.0,
			Metric.PUBLISH_QOS2, 6.0, Metric.SEND_QOS0, 8.0, Metric.PUBLISH_QOS0_BLOCKING, 2.0, Metric.RECEIVE_QOS0,
			3.0, Metric.RECEIVE_QOS1, 6.0);

	private static final Map<Metric, Double> ALLOCATED = Map.of(Metric.PUBLISH_QOS0, 100.0, Metric.PUBLISH_QOS1, 200.0,
			Metric.RECEIVE_QOS0, 200.0);

	private static final double PLATFORM_THREADS_KIB = 60;

	private final Measurements measurements;

	private final Measurements broker;

	Goals(Measurements measurements, Measurements broker) {
		this.measurements = measurements;
		this.broker = broker;
	}

	/**
	 * Return a table of all goals, or only of those that have been measured.
	 */
	String table(boolean complete) {
		String rows = all().stream()
			.filter((goal) -> complete || goal.actual().isPresent())
			.map(Goal::toRow)
			.collect(Collectors.joining("\n"));
		return rows.isEmpty() ? "" : "| goal | bound | reached | |\n|---|---|---|---|\n" + rows + "\n";
	}

	List<Goal> all() {
		List<Goal> goals = new ArrayList<>();
		for (Metric metric : Metric.all()) {
			if (TO_BEST_PEER.containsKey(metric)) {
				goals.add(Goal.atLeast(metric.option() + ", × best peer", TO_BEST_PEER.get(metric),
						this.measurements.ratioToBestPeer(metric, Quantity.RATE)));
			}
		}
		times(goals);
		goals.add(Goal.atLeast("publish-64k, × limit", 0.9,
				this.measurements.ratioToLimit(Metric.PUBLISH_64K, Quantity.MEGABYTES)));
		goals.add(Goal.atLeast("receive-64k, × limit", 0.75,
				this.measurements.ratioToLimit(Metric.RECEIVE_64K, Quantity.MEGABYTES)));
		for (Metric metric : Metric.all()) {
			if (ALLOCATED.containsKey(metric)) {
				goals.add(Goal.atMost(metric.option() + ", bytes beyond the message itself", ALLOCATED.get(metric),
						this.measurements.median(metric, Quantity.ALLOCATED_BEYOND, Client.TOPICWIRE)));
			}
		}
		goals.add(Goal.atMost("start, × best peer", 0.4,
				this.measurements.ratioToBestPeer(Metric.START, Quantity.START)));
		memory(goals);
		listener(goals);
		broker(goals);
		return goals;
	}

	private void times(List<Goal> goals) {
		for (Metric metric : List.of(Metric.ROUND_TRIP_QOS1, Metric.ECHO_QOS0)) {
			goals.add(Goal.atMost(metric.option() + " p50, × limit", 1.3,
					this.measurements.ratioToLimit(metric, Quantity.P50)));
			goals.add(Goal.atMost(metric.option() + " p99.9, × best peer", 1,
					this.measurements.ratioToBestPeer(metric, Quantity.P999)));
		}
	}

	private void memory(List<Goal> goals) {
		for (Metric metric : List.of(Metric.IDLE_1000, Metric.IDLE_5000)) {
			goals.add(Goal.atMost(metric.option() + " with virtual threads, × HiveMQ", 1,
					this.measurements.ratio(metric, Quantity.RESIDENT, Client.VIRTUAL, Client.HIVEMQ)));
			goals.add(Goal.atMost(metric.option() + " with platform threads, KiB each", PLATFORM_THREADS_KIB,
					this.measurements.median(metric, Quantity.RESIDENT, Client.TOPICWIRE)));
		}
	}

	private void listener(List<Goal> goals) {
		goals.add(Goal.atLeast(Metric.LISTENER_JSON.option() + ", × the same converter by hand", 0.7,
				this.measurements.ratio(Metric.LISTENER_JSON, Quantity.RATE, Client.LISTENER, Client.CONVERTER)));
	}

	private void broker(List<Goal> goals) {
		for (Metric metric : Metric.all()) {
			if (!metric.isTraffic()) {
				continue;
			}
			Quantity quantity = metric.quantity();
			Optional<Double> ratio = this.broker.ratioToBestPeer(metric, quantity);
			goals
				.add(quantity.moreIsBetter() ? Goal.atLeast("Mosquitto: " + metric.option() + ", × best peer", 1, ratio)
						: Goal.atMost("Mosquitto: " + metric.option() + " p50, × best peer", 1, ratio));
			goals.add(Goal.atMost("Mosquitto: " + metric.option() + ", CPU per message, × best peer", 0.5,
					this.broker.ratioToBestPeer(metric, Quantity.CPU)));
		}
	}

}
