package io.topicwire.mqtt.sample.simulation;

import java.time.Clock;
import java.time.Duration;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.Will;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.client.MqttClientBuilder;
import io.topicwire.mqtt.sample.Command;
import io.topicwire.mqtt.sample.Confirmation;
import io.topicwire.mqtt.sample.MachineId;
import io.topicwire.mqtt.sample.MachineState;
import io.topicwire.mqtt.sample.Reading;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Connects a simulated machine to the broker, as the computer inside a real one would:
 * publishes temperature and state, and obeys commands. Thread-safe.
 */
class Device implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Device.class);

	private final MachineId id;

	private final SimulatedMachine machine;

	private final JsonMapper jsonMapper;

	private final Clock clock;

	private final MqttClient client;

	Device(MachineId id, SimulatedMachine machine, MqttClientBuilder builder, JsonMapper jsonMapper, Clock clock) {
		this.id = id;
		this.machine = machine;
		this.jsonMapper = jsonMapper;
		this.clock = clock;
		this.client = builder.will(Will.of(stateMessage(MachineState.OFFLINE))).listener(new Connection()).build();
	}

	void start() {
		this.client.subscribe(this.id.topic("commands"), QoS.AT_LEAST_ONCE, this::obey);
		this.client.connectAsync();
	}

	/**
	 * Let time pass and publish how warm the machine is then. Without a connection
	 * nothing is published: a late reading is of no use.
	 * @param time how much time has passed
	 */
	synchronized void tick(Duration time) {
		MachineState before = this.machine.state();
		this.machine.advance(time);
		if (!connected()) {
			return;
		}
		if (this.machine.state() != before) {
			publishState();
		}
		publish("temperature", QoS.AT_MOST_ONCE, new Reading(this.machine.measure(), this.clock.instant()));
	}

	private boolean connected() {
		return this.client.status().state() == ConnectionState.CONNECTED;
	}

	private synchronized void obey(MqttMessage message) {
		Command command = read(message);
		if (command == null || !Command.COOL_DOWN.equals(command.action())) {
			logger.warn("Machine " + this.id + " does not know the command of " + message);
			return;
		}
		this.machine.coolDown();
		publishState();
		publish("confirmations", QoS.AT_LEAST_ONCE, new Confirmation(command.action(), this.clock.instant()));
	}

	private @Nullable Command read(MqttMessage message) {
		try {
			return this.jsonMapper.readValue(message.payload(), Command.class);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	// Needed with every connection: the broker published the will when the last one
	// broke, or it was restarted and has forgotten what it retained
	private synchronized void publishState() {
		publish(stateMessage(this.machine.state()));
	}

	private MqttMessage stateMessage(MachineState state) {
		return MqttMessage.of(this.id.topic("state"), state.text()).qos(QoS.AT_LEAST_ONCE).retain(true);
	}

	private void publish(String kind, QoS qos, Object payload) {
		byte[] json = this.jsonMapper.writeValueAsBytes(payload);
		publish(MqttMessage.of(this.id.topic(kind), json).qos(qos).payloadIsText(true).contentType("application/json"));
	}

	private void publish(MqttMessage message) {
		this.client.publishAsync(message).exceptionally((ex) -> {
			logger.warn("Machine " + this.id + " could not publish " + message + ": " + ex.getMessage());
			return null;
		});
	}

	/**
	 * Say good-bye, as the broker publishes no will for a client that disconnects.
	 */
	@Override
	public void close() {
		if (connected()) {
			publish(stateMessage(MachineState.OFFLINE));
		}
		this.client.close();
	}

	private final class Connection implements MqttClientListener {

		@Override
		public void connected(ConnectResult result) {
			publishState();
		}

	}

}
