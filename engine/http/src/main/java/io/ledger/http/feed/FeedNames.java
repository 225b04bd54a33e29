package io.ledger.http.feed;

/**
 * What the feed calls the streams that its events are of.
 *
 * @param category that of the streams
 * @param stream the parameter that asks for the events of one stream, and the word for it in a sentence
 * @param id the field with a stream's id
 * @param typeExample the type of an event
 */
public record FeedNames(String category, String stream, String id, String typeExample) {}
