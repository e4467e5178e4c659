package io.topicwire.mqtt.sample.web;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import io.topicwire.mqtt.sample.analysis.AnalysisShares;
import io.topicwire.mqtt.sample.cloud.HeadOffice;
import io.topicwire.mqtt.sample.failures.Incidents;
import io.topicwire.mqtt.sample.tracing.Traces;
import io.topicwire.mqtt.spring.core.MqttClientRegistry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * Says what the parts of the page show.
 */
@Configuration(proxyBeanMethods = false)
class LivePartsConfiguration {

	@Bean
	@Order(0)
	LivePart statusPart(MqttClientRegistry clients, Clock clock) {
		return new LivePart("status", () -> status(clients, clock.instant()));
	}

	private static List<BrokerStatus> status(MqttClientRegistry clients, Instant time) {
		return clients.getClients()
			.entrySet()
			.stream()
			.map((entry) -> BrokerStatus.of(entry.getKey(), entry.getValue(), time))
			.toList();
	}

	@Bean
	@Order(1)
	LivePart incidentsPart(Incidents incidents) {
		return new LivePart("incidents", incidents::latest);
	}

	@Bean
	@Order(1)
	LivePart analysisPart(AnalysisShares shares) {
		return new LivePart("analysis", shares::counts);
	}

	@Bean
	@Order(1)
	LivePart cloudPart(HeadOffice headOffice) {
		return new LivePart("cloud", headOffice::reports);
	}

	@Bean
	@Order(1)
	LivePart tracesPart(Traces traces) {
		return new LivePart("traces", traces::latest);
	}

}
