package io.topicwire.mqtt.sample.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

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
import io.topicwire.mqtt.sample.Diagnosis;
import io.topicwire.mqtt.sample.Fault;
import io.topicwire.mqtt.sample.MachineId;
import io.topicwire.mqtt.sample.MachineState;
import io.topicwire.mqtt.sample.Reading;
import io.topicwire.mqtt.sample.vibration.VibrationSpectrum;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Connects a simulated machine to the broker, as the computer inside a real one would:
 * publishes temperature, vibration and state, obeys commands and answers requests.
 * Thread-safe.
 */
class Device implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Device.class);

	private static final String TRACE = "traceparent";

	private final MachineId id;

	private final SimulatedMachine machine;

	private final JsonMapper jsonMapper;

	private final Clock clock;

	private final Cable cable;

	private final Instant switchedOn;

	private final MqttClient client;

	private int faults;

	Device(MachineId id, SimulatedMachine machine, Cable cable, MqttClientBuilder builder, JsonMapper jsonMapper,
			Clock clock) {
		this.id = id;
		this.machine = machine;
		this.cable = cable;
		this.jsonMapper = jsonMapper;
		this.clock = clock;
		this.switchedOn = clock.instant();
		this.client = builder.will(Will.of(stateMessage(MachineState.OFFLINE))).listener(new Connection()).build();
	}

	void start() {
		this.client.subscribe(this.id.topic("commands"), QoS.AT_LEAST_ONCE, this::obey);
		this.client.subscribe(this.id.topic("diagnosis"), QoS.AT_LEAST_ONCE, this::diagnose);
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
		publish(json("temperature", new Reading(this.machine.measure(), this.clock.instant())));
		publish(vibration());
	}

	private MqttMessage vibration() {
		VibrationSpectrum spectrum = VibrationSpectrum.newBuilder()
			.setHertzPerStep(SimulatedMachine.HERTZ_PER_STEP)
			.addAllMillimetresPerSecond(this.machine.vibrate())
			.build();
		return MqttMessage.of(this.id.topic("vibration"), spectrum.toByteArray())
			.qos(QoS.AT_LEAST_ONCE)
			.contentType("application/x-protobuf");
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
		MqttMessage confirmation = json("confirmations", new Confirmation(command.action(), this.clock.instant()));
		publish(continueTrace(message, confirmation.qos(QoS.AT_LEAST_ONCE)));
	}

	/**
	 * Continue the trace of a message with what it has led to. A device with a tracer of
	 * its own would name a span of its own as the parent.
	 */
	private static MqttMessage continueTrace(MqttMessage cause, MqttMessage effect) {
		return cause.userProperties()
			.stream()
			.filter((property) -> property.name().equals(TRACE))
			.findFirst()
			.map((property) -> effect.userProperty(TRACE, property.value()))
			.orElse(effect);
	}

	private synchronized void diagnose(MqttMessage request) {
		double celsius = this.machine.measure();
		String advice = (this.machine.state() == MachineState.COOLING) ? "Wait until it has cooled down"
				: "Nothing to do";
		Diagnosis diagnosis = new Diagnosis(this.machine.state(), celsius,
				Duration.between(this.switchedOn, this.clock.instant()).toSeconds(),
				this.client.status().reconnects() + 1, advice);
		publish(request.reply(this.jsonMapper.writeValueAsBytes(diagnosis)).payloadIsText(true));
	}

	/**
	 * Publish something that nobody can read in place of a temperature.
	 */
	void publishNonsense() {
		publish(MqttMessage.of(this.id.topic("temperature"), "{\"celsius\": hot}").qos(QoS.AT_LEAST_ONCE));
	}

	/**
	 * Publish that the machine needs somebody.
	 */
	synchronized void publishFault() {
		this.faults++;
		publish(json("faults", new Fault(this.id.machine() + "-" + this.faults, "A bearing is worn"))
			.qos(QoS.AT_LEAST_ONCE));
	}

	/**
	 * Cut the connection, and let it be made anew only after {@link #plugIn()}. The
	 * broker then publishes the will.
	 */
	void pullCable() {
		this.cable.pull();
	}

	void plugIn() {
		this.cable.plugIn();
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

	private MqttMessage json(String kind, Object payload) {
		return MqttMessage.of(this.id.topic(kind), this.jsonMapper.writeValueAsBytes(payload))
			.payloadIsText(true)
			.contentType("application/json");
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
		this.cable.close();
	}

	private final class Connection implements MqttClientListener {

		@Override
		public void connected(ConnectResult result) {
			publishState();
		}

	}

}
