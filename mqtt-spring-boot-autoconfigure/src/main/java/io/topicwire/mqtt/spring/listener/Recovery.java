package io.topicwire.mqtt.spring.listener;

import io.topicwire.mqtt.Acknowledgement;
import io.topicwire.mqtt.MqttMessage;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a message that could not be handled, after all attempts: the recoverer
 * takes care of it, or it is left to the client's failure policy.
 *
 * @param context what the calls of the listener have in common
 * @param message the message
 * @param acknowledgement what the broker is to be told about it
 */
record Recovery(ListenerContext context, MqttMessage message, Acknowledgement acknowledgement) {

	void start(Throwable failure, int attempts) {
		ListenerExecutionFailedException exception = this.context.describe(this.message, failure);
		MqttMessageRecoverer recoverer = this.context.properties().getRecoverer();
		if (recoverer == null) {
			giveUp(exception);
			return;
		}
		try {
			recoverer.recover(new FailedMessage(this.context.container(), this.message, exception, attempts))
				.whenComplete((result, problem) -> recovered(exception, problem));
		}
		catch (Throwable ex) {
			recovered(exception, ex);
		}
	}

	private void recovered(ListenerExecutionFailedException failure, @Nullable Throwable problem) {
		if (problem == null) {
			this.context.counters().recovered.increment();
			this.acknowledgement.acknowledge();
			return;
		}
		Throwable cause = MessageInvocation.unwrap(problem);
		if (cause != failure) {
			failure.addSuppressed(cause);
		}
		giveUp(failure);
	}

	private void giveUp(ListenerExecutionFailedException failure) {
		// Logged, counted and told to others by the client, as every failure of a handler
		this.acknowledgement.fail(failure);
		this.context.failed(this.message, failure);
	}

}
