package io.topicwire.mqtt.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;
import org.springframework.messaging.handler.annotation.MessageMapping;

/**
 * Marks a method that is called for messages of MQTT topics: <pre class="code">
 * &#64;MqttListener("plants/{plant}/machines/{machine}/temperature")
 * void onTemperature(Reading reading, &#64;DestinationVariable String plant, &#64;DestinationVariable String machine) {
 * </pre>
 * <p>
 * What the method returns is published to the response topic of the message, if it has
 * one (MQTT 5.0, section 4.10), or else to the topic that
 * {@link org.springframework.messaging.handler.annotation.SendTo @SendTo} of the method
 * or its class names; it may hold variables of the topic of the listener. Without either
 * it is left alone, like {@code null}. A {@link org.springframework.messaging.Message}
 * may name a topic and options of its own by the headers of
 * {@link io.topicwire.mqtt.spring.support.MqttHeaders}. A collection is one reply.
 * <p>
 * The method may also return a {@link java.util.concurrent.CompletionStage}, or a
 * reactive type of at most one value such as {@code Mono}, which completes when the
 * message is handled. No thread waits for that; later messages of the same topic do, with
 * a {@link #concurrency()} of 1 all of this listener.
 * <p>
 * Its parameters may be:
 * <ul>
 * <li>the payload, optionally marked with
 * {@link org.springframework.messaging.handler.annotation.Payload @Payload}:
 * {@code byte[]}, {@code String} (UTF-8), or any type that JSON can be read into. An
 * empty payload is an empty array, an empty string, or {@code null} with
 * {@code @Payload(required = false)}. Marked with {@code @Valid} or
 * {@link org.springframework.validation.annotation.Validated @Validated} it is validated
 * if the container factory has a validator;</li>
 * <li>a level of the topic name, by
 * {@link org.springframework.messaging.handler.annotation.DestinationVariable @DestinationVariable};</li>
 * <li>a header, by
 * {@link org.springframework.messaging.handler.annotation.Header @Header} with a name of
 * {@link io.topicwire.mqtt.spring.support.MqttHeaders} or of a user property; or all of
 * them, by
 * {@link org.springframework.messaging.handler.annotation.Headers @Headers};</li>
 * <li>the {@link org.springframework.messaging.Message}, or the
 * {@link io.topicwire.mqtt.MqttMessage} as it was received;</li>
 * <li>an {@link io.topicwire.mqtt.spring.support.Acknowledgment}.</li>
 * </ul>
 * <p>
 * A message of QoS 1 or 2 is acknowledged after the method has returned, what it returned
 * has completed, and its reply is published, unless {@link #ackMode()} says otherwise.
 * When one of these fails, the {@link #errorHandler() error handler}, the retry policy
 * and the recoverer of the container factory come into play, if there are any. In the end
 * the exception is logged, the connection goes on, and what becomes of the message is up
 * to the client's {@link io.topicwire.mqtt.HandlerFailurePolicy}. Messages come one after
 * the other; a method that takes long keeps others waiting, unless it has threads of its
 * own by {@link #concurrency()} or {@link #executor()}.
 * <p>
 * A message that matches several topics of one annotation is handled once. Methods, and
 * repeated annotations of one method, do not know of each other: each handles the
 * message. A broker may send a copy for each of several overlapping subscriptions (MQTT
 * 5.0, section 3.3.4). With MQTT 5.0, subscription identifiers tell which copy is for
 * which listener, so that each listener handles the message once, or once per topic of
 * its annotation that matches. With MQTT 3.1.1, or a broker without subscription
 * identifiers, each copy goes to all listeners that match.
 * <p>
 * On a class it makes one listener of all methods that are marked with
 * {@link MqttHandler @MqttHandler}, of which one is called for each message, chosen by
 * the type of its payload.
 * <p>
 * All attributes but {@link #beanRef()} may hold <code>${…}</code> placeholders and
 * <code>#{…}</code> expressions.
 *
 * @since 0.1.0
 */
@Target({ ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@MessageMapping
@Repeatable(MqttListeners.class)
public @interface MqttListener {

	/**
	 * Identifier of the listener in the
	 * {@link io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry}; made up by
	 * default.
	 * @return the identifier
	 */
	String id() default "";

	/**
	 * Alias for {@link #topics()}.
	 * @return the topic filters
	 */
	@AliasFor("topics")
	String[] value() default {};

	/**
	 * Topic filters to subscribe to, with the wildcards {@code +} and {@code #}, or with
	 * variables in braces such as <code>plants/{plant}/state</code>, each of which stands
	 * for one level. An expression may result in a string, an array or a collection.
	 * @return the topic filters
	 */
	@AliasFor("value")
	String[] topics() default {};

	/**
	 * Highest QoS at which the broker shall deliver: {@code 0}, {@code 1} or {@code 2};
	 * that of the container factory by default.
	 * @return the QoS
	 */
	String qos() default "";

	/**
	 * Whether messages that the own client publishes are not to be received; MQTT 5.0
	 * only, {@code false} by default.
	 * @return {@code true} or {@code false}
	 */
	String noLocal() default "";

	/**
	 * Whether received messages keep the RETAIN flag of their publisher; MQTT 5.0 only,
	 * {@code false} by default.
	 * @return {@code true} or {@code false}
	 */
	String retainAsPublished() default "";

	/**
	 * Whether the broker sends retained messages when the subscription is made:
	 * {@code SEND}, {@code SEND_IF_NEW} or {@code DO_NOT_SEND}; MQTT 5.0 only,
	 * {@code SEND} by default.
	 * @return a name of {@link io.topicwire.mqtt.RetainHandling}
	 */
	String retainHandling() default "";

	/**
	 * Name of the group of clients that share the messages of these topics, so that each
	 * message is delivered to one of them; every message is received by default.
	 * @return the share name, without {@code /}, {@code +} and {@code #}
	 */
	String shareName() default "";

	/**
	 * Whether the listener is started with the application; that of the container factory
	 * by default.
	 * @return {@code true} or {@code false}
	 */
	String autoStartup() default "";

	/**
	 * Name of the group of listeners that this one is started and stopped with by the
	 * application, as a {@link io.topicwire.mqtt.spring.listener.ContainerGroup}; none by
	 * default. Has nothing to do with {@link #shareName()}.
	 * @return the name
	 */
	String group() default "";

	/**
	 * When messages of QoS 1 and 2 are acknowledged: {@code AUTO}, {@code MANUAL} or
	 * {@code NONE}; as the container factory says by default.
	 * @return a name of {@link io.topicwire.mqtt.spring.listener.AckMode}
	 */
	String ackMode() default "";

	/**
	 * How many messages the listener handles at once, on threads of its own; those of one
	 * topic in their order in any case. As the container factory says by default.
	 * @return the number, at least 1
	 */
	String concurrency() default "";

	/**
	 * Whether the method is called for several messages at once, which it takes as a
	 * {@code List} of payloads, of {@code Message<…>} or of
	 * {@link io.topicwire.mqtt.MqttMessage}; {@code false} by default.
	 * <p>
	 * The batch is acknowledged, retried and, with an
	 * {@link io.topicwire.mqtt.spring.support.Acknowledgment} as a further parameter,
	 * acknowledged by the method as a whole. After the last attempt each of its messages
	 * goes to the recoverer. A message that cannot be converted, or is not valid, is left
	 * out of the batch and goes to the recoverer at once. Batches are handled one after
	 * the other, on threads of the listener's own.
	 * @return {@code true} or {@code false}
	 */
	String batch() default "";

	/**
	 * How many messages a batch has at most; as the container factory says by default,
	 * which says 100.
	 * @return the number, from 1 to 1000
	 */
	String batchSize() default "";

	/**
	 * How long the first message of a batch waits for others, such as {@code 500ms} or
	 * {@code PT0.5S}, in milliseconds without a unit; as the container factory says by
	 * default, which says one second. With {@code 0} a batch holds what came while the
	 * method was busy.
	 * @return the time
	 */
	String batchTimeout() default "";

	/**
	 * Name of the {@link org.springframework.core.task.AsyncTaskExecutor} bean that runs
	 * the listener, or an expression that results in one; as the container factory says
	 * by default.
	 * @return the bean name
	 */
	String executor() default "";

	/**
	 * Name of the {@link io.topicwire.mqtt.spring.listener.MqttListenerErrorHandler} bean
	 * that handles exceptions of the method, or an expression that results in one; none
	 * by default.
	 * @return the bean name
	 */
	String errorHandler() default "";

	/**
	 * Name of the {@link org.springframework.messaging.converter.MessageConverter} bean
	 * that converts payloads and replies, or an expression that results in one; that of
	 * the container factory by default.
	 * @return the bean name
	 */
	String messageConverter() default "";

	/**
	 * Name of the {@link io.topicwire.mqtt.spring.listener.MqttMessageFilter} bean that
	 * keeps messages from the method, or an expression that results in one; that of the
	 * container factory by default.
	 * @return the bean name
	 */
	String filter() default "";

	/**
	 * Names of {@link org.aopalliance.aop.Advice} beans that are called around the method
	 * at each attempt, the first one outermost, or expressions that result in them; those
	 * of the container factory by default.
	 * @return the bean names
	 */
	String[] adviceChain() default {};

	/**
	 * What the payload of a reply is, usually a MIME type, unless the reply says so by a
	 * header; as the message converter says by default.
	 * @return the content type
	 */
	String replyContentType() default "";

	/**
	 * Name of the {@link io.topicwire.mqtt.spring.core.ReplyPostProcessor} bean that has
	 * the last word about each reply, or an expression that results in one; none by
	 * default.
	 * @return the bean name
	 */
	String replyPostProcessor() default "";

	/**
	 * Name of the {@link io.topicwire.mqtt.spring.config.ContainerPostProcessor} bean
	 * that has the last word about the container of this listener before it is made, or
	 * an expression that results in one; none by default.
	 * @return the bean name
	 */
	String containerPostProcessor() default "";

	/**
	 * How long stopping waits for the listener, such as {@code 10s} or {@code PT10S}, in
	 * milliseconds without a unit; as the container factory says by default.
	 * @return the period
	 */
	String gracefulShutdownPeriod() default "";

	/**
	 * Name of the {@link io.topicwire.mqtt.spring.config.MqttListenerContainerFactory}
	 * bean, or an expression that results in one; {@code mqttListenerContainerFactory} by
	 * default.
	 * @return the bean name
	 */
	String containerFactory() default "";

	/**
	 * Name of the connection to receive from; the one of the container factory by
	 * default. Stands for the container factory bean of the connection, such as
	 * {@code cloudMqttListenerContainerFactory} for the connection {@code cloud}, so that
	 * only one of the two can be given.
	 * @return the name, {@code default} for the connection of
	 * {@code mqttListenerContainerFactory}
	 */
	String connection() default "";

	/**
	 * Name by which expressions of the other attributes, and of
	 * {@link org.springframework.messaging.handler.annotation.SendTo @SendTo}, reach the
	 * bean that the listener belongs to, as in {@code #{__listener.topics}}. Neither
	 * placeholders nor expressions are resolved in it.
	 * @return the name
	 */
	String beanRef() default "__listener";

}
