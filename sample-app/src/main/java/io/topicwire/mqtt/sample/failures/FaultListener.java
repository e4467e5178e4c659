package io.topicwire.mqtt.sample.failures;

import io.topicwire.mqtt.sample.Fault;
import io.topicwire.mqtt.sample.failures.Incident.Kind;
import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.support.MqttHeaders;

import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.stereotype.Component;

/**
 * Passes faults on to the service desk. Fails when that is busy:
 * {@code mqtt.listener.retry} says when it is called again.
 */
@Component
class FaultListener {

	private final ServiceDesk serviceDesk;

	private final Incidents incidents;

	FaultListener(ServiceDesk serviceDesk, Incidents incidents) {
		this.serviceDesk = serviceDesk;
		this.incidents = incidents;
	}

	@MqttListener(id = "faults", topics = "plants/{plant}/machines/{machine}/faults")
	void onFault(@Payload Fault fault, @Header(MqttHeaders.RECEIVED_TOPIC) String topic) {
		try {
			int attempts = this.serviceDesk.take(fault);
			this.incidents.add(Kind.RECOVERED, topic,
					"Fault %s was taken at attempt %d".formatted(fault.number(), attempts));
		}
		catch (ServiceDeskBusyException ex) {
			this.incidents.add(Kind.FAILED, topic, "Fault %s: %s".formatted(fault.number(), ex.getMessage()));
			throw ex;
		}
	}

}
